import { createApiKeys } from '@/lib/guard/api-keys';
import { issueApiKey, listApiKeys, revokeApiKey } from '@/lib/guard/contract';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import type { Exercise } from '../exercise';

async function handleOfKey(): Promise<string> {
  const keys = createApiKeys(createClient(sharedTransport()));
  const issued = await keys.issue({ name: 'reports', userId: 'ann' });
  return issued!.key.handle;
}

export const exercises: Exercise[] = [
  { operation: issueApiKey, of: 'a key', call: { body: { name: 'reports', userId: 'ann' } } },
  { operation: listApiKeys, of: 'a read', call: {} },
  {
    operation: revokeApiKey,
    of: 'a key that is there',
    call: async () => ({ params: { handle: await handleOfKey() } }),
  },
];

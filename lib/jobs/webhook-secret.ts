import { randomBytes } from 'node:crypto';
import type { Redis } from '@upstash/redis';
import { keys } from '../patterns/queue/keys';

/**
 * What this deployment signs its webhooks with: WEBHOOK_SECRET, else one that the first who asks makes and all
 * processes share. One command once it is there.
 */
export async function webhookSecret(redis: Redis, { prefix = 'rp' } = {}): Promise<string> {
  const configured = process.env.WEBHOOK_SECRET;
  if (configured) return configured;
  const key = keys.webhookSecret({ prefix });
  const known = await redis.get<string>(key);
  if (known !== null) return known;
  await redis.set(key, `whsec_${randomBytes(32).toString('base64')}`, { nx: true });
  return (await redis.get<string>(key))!;
}

import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { openProofGround } from '@/lib/http/proof-ground';
import { proofs } from '@/lib/proofs';
import { requireRedisConfig } from '@/lib/redis/shared';
import { runProof } from '@/lib/service';

export const POST = handle(runProof, async ({ params: { slug } }) => {
  const prove = Object.hasOwn(proofs, slug) ? proofs[slug] : undefined;
  if (!prove) {
    const known = Object.keys(proofs).join(', ');
    throw new CodedError('not_found', `There is no such proof. There are: ${known}.`);
  }
  const ground = await openProofGround(requireRedisConfig());
  try {
    return await prove(ground);
  } finally {
    await ground.close();
  }
});

export const OPTIONS = preflight([runProof]);

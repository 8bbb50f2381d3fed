import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { withinLimit } from '@/lib/guard/within-limit';
import { openProofGround } from '@/lib/http/proof-ground';
import { share } from '@/lib/http/share';
import { proofs } from '@/lib/proofs';
import { requireRedisConfig } from '@/lib/redis/shared';
import { runProof } from '@/lib/service';

/** How long one run answers every caller, in seconds. A proof costs up to thousands of commands. */
const sharedFor = 60;

export const POST = handle(runProof, async ({ params: { slug }, redis, caller, headers }) => {
  const prove = Object.hasOwn(proofs, slug) ? proofs[slug] : undefined;
  if (!prove) {
    const known = Object.keys(proofs).join(', ');
    throw new CodedError('not_found', `There is no such proof. There are: ${known}.`);
  }
  const { result, age } = await share(`proof ${slug}`, sharedFor, async () => {
    // Strangers together spend only so much of what the operator pays for.
    if (caller.tier !== 'admin') await withinLimit(redis, 'proof-all', 'everyone', headers);
    const ground = await openProofGround(requireRedisConfig());
    try {
      return await prove(ground);
    } finally {
      await ground.close();
    }
  });
  headers.set('age', String(Math.floor(age)));
  return result;
});

export const OPTIONS = preflight([runProof]);

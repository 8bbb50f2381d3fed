import type { Prove } from './proof';
import { prove as analytics } from './patterns/analytics/proof';
import { prove as counters } from './patterns/counters/proof';
import { prove as rateLimit } from './patterns/rate-limit/proof';
import { prove as sessions } from './patterns/sessions/proof';
import { prove as sets } from './patterns/sets/proof';

/** Every room's proof, by its slug. */
export const proofs: Readonly<Record<string, Prove>> = {
  analytics,
  counters,
  'rate-limit': rateLimit,
  sessions,
  sets,
};

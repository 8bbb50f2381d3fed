import type { Prove } from './proof';
import { prove as analytics } from './patterns/analytics/proof';

/** Every room's proof, by its slug. */
export const proofs: Readonly<Record<string, Prove>> = { analytics };

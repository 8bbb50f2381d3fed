import type { Caller } from '@/lib/http/admission';

/** Whose sweeps a caller may touch: their own, or an admin all. */
export const asOwner = ({ tier, userId }: Caller): { owner?: string } =>
  tier === 'admin' ? {} : { owner: userId! };

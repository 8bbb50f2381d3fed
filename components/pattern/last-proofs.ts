import { createStored } from '../ui/stored';

interface LastProof {
  /** In epoch milliseconds. */
  at: number;
  holds: boolean;
  tookMs: number;
}

function isProof(value: unknown): value is LastProof {
  const { at, holds, tookMs } = (value ?? {}) as Partial<LastProof>;
  return typeof at === 'number' && typeof holds === 'boolean' && typeof tookMs === 'number';
}

/** When this browser last saw each pattern's proof run, and what came of it. */
export const lastProofs = createStored<Record<string, LastProof>>('last-proofs', {}, (value) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter(([, proof]) => isProof(proof)))
    : undefined,
);

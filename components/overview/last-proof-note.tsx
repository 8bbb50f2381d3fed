'use client';

import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { lastProofs } from '../pattern/last-proofs';
import { milliseconds, time } from '../ui/format';

/** What this browser last saw of a pattern's proof. */
export function LastProofNote({ slug }: { slug: string }) {
  const proof = lastProofs.use()[slug];
  if (proof === undefined)
    return (
      <p className="flex items-center gap-1.5 text-xs text-ink-2">
        <CircleDashed aria-hidden className="size-3.5" /> Not run in this browser
      </p>
    );
  const Icon = proof.holds ? CircleCheck : CircleX;
  return (
    <p className={`flex items-start gap-1.5 text-xs ${proof.holds ? 'text-good' : 'text-bad'}`}>
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {proof.holds ? 'Holds' : 'Does not hold'}
        <span className="block text-ink-3">
          {time(proof.at, 'moment')}, {milliseconds(proof.tookMs)}
        </span>
      </span>
    </p>
  );
}

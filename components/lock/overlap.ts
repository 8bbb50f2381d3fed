import type { Hold } from './contender';

/** A stretch of time, in epoch milliseconds. */
interface Span {
  from: number;
  to: number;
}

/** How a hold is drawn. */
export interface DrawnHold {
  hold: Hold;
  /** While the store accepted what it wrote. */
  inStore: Span | undefined;
  /** While it took itself for the holder though a later one was granted the lock already. */
  mistaken: Span | undefined;
}

/** Sets each hold beside the one that came after it. */
export function drawnHolds(holds: readonly Hold[]): DrawnHold[] {
  const inOrder = holds.toSorted((a, b) => a.fence - b.fence);
  return inOrder.map((hold, index) => {
    const next = inOrder[index + 1];
    const { firstWriteAt: from, lastWriteAt: to, believedUntil } = hold;
    return {
      hold,
      inStore: from === undefined || to === undefined ? undefined : { from, to },
      mistaken:
        next && believedUntil > next.grantedAt
          ? { from: next.grantedAt, to: believedUntil }
          : undefined,
    };
  });
}

/** How long two holders at once were accepted by the store, in milliseconds. */
export function overlapInStore(drawn: readonly DrawnHold[]): number {
  const spans = drawn
    .flatMap(({ inStore }) => inStore ?? [])
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
  let overlap = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans) {
    overlap += Math.max(0, Math.min(reached, to) - from);
    reached = Math.max(reached, to);
  }
  return overlap;
}

'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { createStored } from '../ui/stored';
import type { Page, Row } from './api';

/** The ranks that were seen on one board when it was last looked at. */
export interface Look {
  at: number;
  ranks: Record<string, number>;
  /** Whoever stood at this rank or above is in `ranks`. */
  completeTo: number;
}

/** A move since the last look: places gained (negative: lost), or onto the part that was seen then. */
export type Move = number | 'new';

const isLook = (value: unknown): value is Look => {
  const { at, ranks, completeTo } = (value ?? {}) as Partial<Look>;
  const areNumbers = typeof at === 'number' && typeof completeTo === 'number';
  return areNumbers && typeof ranks === 'object' && ranks !== null;
};

const stored = createStored<Record<string, Look>>('leaderboard-looks', {}, (value) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter(([, look]) => isLook(look)))
    : undefined,
);

/** The most lines of one look that are remembered. */
const maxRanks = 100;

/** How a line moved since a look; undefined where the look did not reach it, or it stands where it stood. */
export function moveOf(look: Look | undefined, { member, rank }: Row): Move | undefined {
  const before = look?.ranks[member];
  if (before !== undefined) return before === rank ? undefined : before - rank;
  return look !== undefined && rank <= look.completeTo ? 'new' : undefined;
}

function lookAt({ rows, hasMore }: Page): Look {
  const seen = rows.slice(0, maxRanks);
  const isTop = seen[0]?.position === 1;
  return {
    at: Date.now(),
    ranks: Object.fromEntries(seen.map(({ member, rank }) => [member, rank])),
    completeTo: !isTop ? 0 : hasMore ? seen.length : Number.MAX_SAFE_INTEGER,
  };
}

/**
 * The last look at one board, kept in this browser: made when its page is left or hidden. So arrows show what
 * changed while nobody looked, and go on from there.
 *
 * @param view the board and the period: each has a look of its own
 * @param page what is seen now; undefined while it is read
 */
export function useLastLook(view: string, page: Page | undefined) {
  const look = stored.use()[view];
  const seen = useRef<{ view: string; page: Page }>(undefined);
  useEffect(() => {
    if (page !== undefined) seen.current = { view, page };
  }, [view, page]);

  const keep = useCallback(() => {
    if (seen.current === undefined || seen.current.page.rows.length === 0) return;
    stored.set({ ...stored.get(), [seen.current.view]: lookAt(seen.current.page) });
  }, []);

  useEffect(() => {
    const onHidden = () => document.visibilityState === 'hidden' && keep();
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      keep();
    };
  }, [view, keep]);

  const isFirst = look === undefined && page !== undefined && page.rows.length > 0;
  useEffect(() => {
    if (isFirst) keep();
  }, [isFirst, keep]);

  return { look, markAsSeen: keep };
}

/** Who has moved since the answer before this one, to be shown for as long as this one is. */
export function useJustMoved(view: string, rows: readonly Row[] | undefined): ReadonlySet<string> {
  const [seen, setSeen] = useState({ view, rows, moved: new Set<string>() });
  if (rows === seen.rows || rows === undefined) return seen.moved;
  const before = new Map(
    seen.view === view ? seen.rows?.map(({ member, rank }) => [member, rank]) : [],
  );
  const changed = rows.filter(({ member, rank }) => before.size > 0 && before.get(member) !== rank);
  const moved = new Set(changed.map(({ member }) => member));
  setSeen({ view, rows, moved });
  return moved;
}

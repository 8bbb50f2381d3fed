'use client';

import { useCallback, useState } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { changeCounter } from './api';

export const stockCounter = 'stock';
export const naiveStockCounter = 'stock-by-decr';
export const items = 20;
export const buyers = 50;

/** What became of the buyers. */
export interface Rush {
  answered: number;
  sold: number;
  refused: number;
  failed: number;
  running: boolean;
}

const none: Rush = { answered: 0, sold: 0, refused: 0, failed: 0, running: false };

/** Fifty buyers at once through the public API, and as many who take without a floor. */
export function useRush(onChange: () => void) {
  const act = useAction();
  const [rush, setRush] = useState<Rush>();

  const take = useCallback(
    async (name: string, floor?: number) =>
      act(
        changeCounter,
        { params: { name }, body: { by: -1, ...(floor !== undefined && { floor }) } },
        { label: `Buyers of ${name}`, series: `rush-${name}`, failed: 'A buyer got no answer' },
      ),
    [act],
  );

  /** Brings both shelves to the same number of items. */
  const restock = useCallback(
    async (left: number, naiveLeft: number) => {
      const failed = 'The shelf was not filled';
      const fill = (name: string, by: number) =>
        by === 0 ||
        act(
          changeCounter,
          { params: { name }, body: { by } },
          { label: `Restock of ${name}`, failed },
        );
      await Promise.all([
        fill(stockCounter, items - left),
        fill(naiveStockCounter, items - naiveLeft),
      ]);
      setRush(undefined);
      onChange();
    },
    [act, onChange],
  );

  const start = useCallback(async () => {
    setRush({ ...none, running: true });
    const buyer = async () => {
      const outcome = await take(stockCounter, 0);
      setRush((before = none) => ({
        ...before,
        answered: before.answered + 1,
        sold: before.sold + (outcome?.applied === true ? 1 : 0),
        refused: before.refused + (outcome?.applied === false ? 1 : 0),
        failed: before.failed + (outcome === undefined ? 1 : 0),
      }));
    };
    await Promise.all(
      Array.from({ length: buyers }, () => Promise.all([buyer(), take(naiveStockCounter)])),
    );
    setRush((before = none) => ({ ...before, running: false }));
    announce('The rush is over');
    onChange();
  }, [take, onChange]);

  return { rush, start, restock };
}

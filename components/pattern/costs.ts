import type { Cost, PatternContract } from '@/lib/contract';

/** A priced call, as text for the browser. */
export interface ActionCost extends Cost {
  method: string;
  path: string;
}

/** Every call that the contract prices. */
export function actionCosts(pattern: PatternContract): ActionCost[] {
  return Object.values(pattern.operations).flatMap(({ method, path, cost }) =>
    cost.map((entry) => ({ ...entry, method, path })),
  );
}

/** The monthly allowance of the usual host's free plan. */
export const freeCommands = 500_000;

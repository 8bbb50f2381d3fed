import { boughtTogether } from './bought-together';
import type { Report, ReportParameters } from './report';
import { retention } from './retention';
import { revenue } from './revenue';
import { topProducts } from './top-products';

export type { Report, ReportParameters } from './report';

export const reports: readonly Report[] = [revenue, topProducts, boughtTogether, retention];

/** The parameters of a report's statement after the shop, in the order of their numbers. */
export function parametersOf({ uses }: Report, given: ReportParameters): number[] {
  return uses.map((name) => given[name]);
}

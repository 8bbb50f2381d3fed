import type { AnyOperation, PatternContract } from './contract';
import { analytics } from './patterns/analytics/contract';
import { serviceOperations } from './service';

/** Every pattern of this app. Navigation, overview, OpenAPI and the conformance tests derive from it. */
export const catalogue: readonly PatternContract[] = [analytics];

/** Every operation of the HTTP API. */
export function allOperations(): AnyOperation[] {
  return [
    ...Object.values(serviceOperations),
    ...catalogue.flatMap((pattern) => Object.values(pattern.operations)),
  ];
}

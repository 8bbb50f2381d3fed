import type { AnyOperation, PatternContract } from './contract';
import { guardOperations } from './guard/contract';
import { analytics } from './patterns/analytics/contract';
import { counters } from './patterns/counters/contract';
import { rateLimit } from './patterns/rate-limit/contract';
import { sessions } from './patterns/sessions/contract';
import { sets } from './patterns/sets/contract';
import { serviceOperations } from './service';

/** Every pattern of this app. Navigation, overview, OpenAPI and the conformance tests derive from it. */
export const catalogue: readonly PatternContract[] = [
  rateLimit,
  sessions,
  analytics,
  counters,
  sets,
];

/** Every operation of the HTTP API. */
export function allOperations(): AnyOperation[] {
  return [
    ...Object.values(serviceOperations),
    ...Object.values(guardOperations),
    ...catalogue.flatMap((pattern) => Object.values(pattern.operations)),
  ];
}

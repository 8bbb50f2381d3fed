import type { AnyOperation, PatternContract } from './contract';
import { guardOperations } from './guard/contract';
import { activity } from './patterns/activity/contract';
import { analytics } from './patterns/analytics/contract';
import { cache } from './patterns/cache/contract';
import { chat } from './patterns/chat/contract';
import { counters } from './patterns/counters/contract';
import { leaderboard } from './patterns/leaderboard/contract';
import { lock } from './patterns/lock/contract';
import { pipeline } from './patterns/pipeline/contract';
import { queryCache } from './patterns/query-cache/contract';
import { queuePattern } from './patterns/queue/contract';
import { rateLimit } from './patterns/rate-limit/contract';
import { responseCache } from './patterns/response-cache/contract';
import { scan } from './patterns/scan/contract';
import { sessions } from './patterns/sessions/contract';
import { sets } from './patterns/sets/contract';
import { serviceOperations } from './service';

/** Every pattern of this app. Navigation, overview, OpenAPI and the conformance tests derive from it. */
export const catalogue: readonly PatternContract[] = [
  cache,
  queryCache,
  responseCache,
  rateLimit,
  sessions,
  analytics,
  counters,
  sets,
  leaderboard,
  chat,
  activity,
  lock,
  pipeline,
  scan,
  queuePattern,
];

/** Every operation of the HTTP API. */
export function allOperations(): AnyOperation[] {
  return [
    ...Object.values(serviceOperations),
    ...Object.values(guardOperations),
    ...catalogue.flatMap((pattern) => Object.values(pattern.operations)),
  ];
}

import type { Prove } from './proof';
import { prove as activity } from './patterns/activity/proof';
import { prove as analytics } from './patterns/analytics/proof';
import { prove as cache } from './patterns/cache/proof';
import { prove as chat } from './patterns/chat/proof';
import { prove as counters } from './patterns/counters/proof';
import { prove as leaderboard } from './patterns/leaderboard/proof';
import { prove as lock } from './patterns/lock/proof';
import { prove as pipeline } from './patterns/pipeline/proof';
import { prove as queryCache } from './patterns/query-cache/proof';
import { prove as queue } from './patterns/queue/proof';
import { prove as rateLimit } from './patterns/rate-limit/proof';
import { prove as responseCache } from './patterns/response-cache/proof';
import { prove as scan } from './patterns/scan/proof';
import { prove as sessions } from './patterns/sessions/proof';
import { prove as sets } from './patterns/sets/proof';

/** Every room's proof, by its slug. */
export const proofs: Readonly<Record<string, Prove>> = {
  activity,
  analytics,
  cache,
  chat,
  counters,
  leaderboard,
  lock,
  pipeline,
  'query-cache': queryCache,
  queue,
  'rate-limit': rateLimit,
  'response-cache': responseCache,
  scan,
  sessions,
  sets,
};

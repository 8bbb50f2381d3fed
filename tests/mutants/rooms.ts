import { activity } from './activity';
import { analytics } from './analytics';
import { cache } from './cache';
import { chat } from './chat';
import { counters } from './counters';
import { leaderboard } from './leaderboard';
import { lock } from './lock';
import type { Mutants } from './mutant';
import { pipeline } from './pipeline';
import { queryCache } from './query-cache';
import { queue } from './queue';
import { rateLimit } from './rate-limit';
import { responseCache } from './response-cache';
import { scan } from './scan';
import { sessions } from './sessions';
import { sets } from './sets';

/** The mutants of each room, by its folder. */
export const rooms: Readonly<Record<string, Mutants>> = {
  queue,
  lock,
  'rate-limit': rateLimit,
  sessions,
  leaderboard,
  chat,
  counters,
  cache,
  'query-cache': queryCache,
  'response-cache': responseCache,
  sets,
  activity,
  analytics,
  scan,
  pipeline,
};

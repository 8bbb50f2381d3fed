import { CodedError } from '../errors';

/** What a Redis says that answers and does not work, by the first word of its error, and what to tell callers. */
const refusals = new Map([
  ['OOM', 'Redis is out of memory and takes no writes.'],
  ['MISCONF', 'Redis cannot save to its disk and takes no writes.'],
  ['READONLY', 'This Redis is a replica and takes no writes: a failover may be under way.'],
  ['MASTERDOWN', 'This Redis has lost its primary.'],
  ['NOREPLICAS', 'Redis has too few replicas and takes no writes.'],
  ['LOADING', 'Redis is starting and loads its data.'],
  ['BUSY', 'Redis is busy with a long script.'],
  ['UNKILLABLE', 'Redis is busy with a long script.'],
  ['CLUSTERDOWN', 'The Redis cluster is down.'],
  ['TRYAGAIN', 'The Redis cluster moves these keys.'],
  ['MOVED', 'The Redis cluster has moved these keys.'],
  ['ASK', 'The Redis cluster moves these keys.'],
]);

/** What may stand before that word: the client names the command of a pipeline, Redis the script or transaction. */
const before =
  /^(?:Command (?:\d+ \[[^\]]*\] )?failed: |EXECABORT [^:]*: |ERR Error running script [^]*?-)+/;

/** What a server or a host says when a quota is used up. A request that is too large is not among these. */
const tooMuch =
  /^ERR (max (number of clients|concurrent connections|(daily )?requests? limit)|DB capacity quota)/;

/**
 * What a failed call means where Redis itself is the reason: no answer came, or it refuses all work of this kind for
 * now. It is the one place that knows both, for this project's transport and for the official client as it is.
 *
 * A Redis that refuses has done nothing, so the call may be sent again. Anything else is a defect of the call.
 *
 * @returns a coded 503, or undefined for any other error
 */
export function outageOf(error: unknown): CodedError | undefined {
  if (error instanceof CodedError)
    return error.code === 'redis_unreachable' || error.code === 'redis_refusing'
      ? error
      : undefined;
  if (!(error instanceof Error)) return undefined;
  if (error instanceof TypeError)
    return error.message === 'fetch failed'
      ? new CodedError('redis_unreachable', 'Redis cannot be reached at the moment.', {
          cause: error,
          retryAfterSeconds: 1,
        })
      : undefined;
  return error.name === 'UpstashError' ? refusalOf(error.message, error) : undefined;
}

/** As {@link outageOf}, of an error in Redis' own words. */
export function refusalOf(text: string, cause?: unknown): CodedError | undefined {
  const word = /^\w+(?= )/.exec(text.replace(before, ''))?.[0];
  const message = tooMuch.test(text)
    ? 'Redis takes no more requests, clients or data at the moment.'
    : word && refusals.get(word);
  return message
    ? new CodedError('redis_refusing', message, { cause, retryAfterSeconds: 1 })
    : undefined;
}

/** True where a call failed because Redis is away or refuses to work: see {@link outageOf}. */
export function isOutage(error: unknown): boolean {
  return outageOf(error) !== undefined;
}

import type { Redis } from '@upstash/redis';
import { defaultCount } from './contract';
import { isAnother, onNode } from './node';
import { keys, sweepKeysOf, sweepLifeMs } from './keys';
import { progressOf, withSample, type Progress, type SweepRecord } from './sweep-record';
import { isText } from './text';

/** How much one step may spend. */
export interface StepBudget {
  /** No page begins after so many milliseconds. */
  budgetMs: number;
  /** Pages at the most. */
  maxPages: number;
}

type Page = [cursor: string, names: string[]];
interface Reply {
  result?: unknown;
  error?: string | undefined;
}

/**
 * Works on a sweep from where its record stands: page after page of the scan, each page acted on and noted in one
 * round trip, which also fetches the next. Stops at its budget, at the end, or when the sweep is another's by now.
 *
 * The note is a plain SET under the number of this lease, with absolute figures. So it needs no script, a resend of
 * it changes nothing, and a holder whose lease ran out cannot spoil what its successor notes. A step that dies leaves
 * a note of the page that was under way (`pending`).
 *
 * @returns the progress after the last page whose answer arrived
 */
export async function work(
  redis: Redis,
  record: SweepRecord,
  { prefix, budgetMs, maxPages }: StepBudget & { prefix: string },
): Promise<Progress> {
  const started = performance.now();
  const { match, type } = record;
  const query = { match, count: defaultCount, ...(type && { type }) };
  const acts = !record.dryRun && record.action !== 'count';
  const progress = { ...progressOf(record), steps: record.steps + 1 };
  const seen = new Set<string>();
  const own = sweepKeysOf(prefix);

  /** Adds a page to the progress. @returns the keys that are to be acted on */
  function take([cursor, found]: Page): string[] {
    const names = found.filter((name) => !seen.has(name) && seen.add(name));
    const readable = names.filter(isText);
    const targets = readable.filter((name) => !name.startsWith(own));
    const { total, examined } = progress;
    progress.cursor = cursor;
    progress.examined = cursor === '0' ? total : Math.min(total, examined + defaultCount);
    progress.matched += names.length;
    progress.unreadable += names.length - readable.length;
    progress.skipped += readable.length - targets.length;
    progress.sample = withSample(progress.sample, targets);
    return targets;
  }

  /** Acts on keys, notes it, and fetches the next page. @returns that page, where there is to be one */
  async function act(targets: readonly string[], goesOn: boolean): Promise<Page | undefined> {
    const note = JSON.stringify({ ...progress, pending: targets.length });
    const pipeline = redis.pipeline();
    // A key a command: they lie in many slots of a cluster.
    for (const key of targets) {
      if (record.action === 'delete') pipeline.unlink(key);
      // LT: a key that is met again, or ends sooner anyway, keeps its end.
      else pipeline.pexpire(key, record.ttlMs!, 'LT');
    }
    const { id, fence } = record;
    pipeline.set(keys.progress({ prefix, id, fence }), note, { px: sweepLifeMs, get: true });
    pipeline.get(keys.sweep({ prefix, id }));
    if (goesOn) pipeline.scan(progress.cursor, query);
    const [replies, node]: [Reply[], string] = await onNode(
      redis,
      pipeline.exec<unknown[]>({ keepErrors: true }),
    );

    const [noted, now, next] = replies.splice(targets.length).map(resultOf);
    const refused = replies.filter(({ error }) => error !== undefined).length;
    const acted = replies.filter(({ result }) => result === 1).length;
    progress.errors += refused;
    // The note was there already: this answers a resend, which tells nothing of the first time.
    if (noted === note) progress.unconfirmed += targets.length - refused;
    else {
      progress.acted += acted;
      progress.skipped += targets.length - refused - acted;
    }
    if (!isStillOurs(now as string | null, fence)) return undefined;
    if (!isAnother(node, progress.node)) return next as Page | undefined;
    // What was done on the server before may not have come over.
    beginAnew(node);
    return goesOn ? scan() : undefined;
  }

  function beginAnew(node: string): void {
    Object.assign(progress, { cursor: '', node, examined: 0, restarts: progress.restarts + 1 });
    if (!acts) Object.assign(progress, { matched: 0, skipped: 0, unreadable: 0, sample: '[]' });
    seen.clear();
  }

  async function scan(): Promise<Page> {
    for (;;) {
      const [page, node] = await onNode(redis, redis.scan(progress.cursor || '0', query));
      if (!isAnother(node, progress.node)) {
        progress.node = node;
        return page as Page;
      }
      beginAnew(node);
    }
  }

  const [begun, total] = await Promise.all([scan(), progress.total || redis.dbsize()]);
  progress.total = total;
  let page: Page | undefined = begun;
  for (let pages = 1; page !== undefined; pages++) {
    const targets = take(page);
    const isOver: boolean =
      progress.cursor === '0' || pages >= maxPages || performance.now() - started >= budgetMs;
    if (acts) page = await act(targets, !isOver);
    else page = isOver ? undefined : await scan();
  }
  return { ...progress, workedMs: record.workedMs + Math.round(performance.now() - started) };
}

/** Of what must not fail: a note that is refused would let the next step repeat the page. */
function resultOf({ result, error }: Reply): unknown {
  if (error !== undefined) throw new Error(error);
  return result;
}

/** Whether the sweep is neither cancelled nor taken over. */
function isStillOurs(stored: string | null, fence: number): boolean {
  if (stored === null) return false;
  const now = JSON.parse(stored) as SweepRecord;
  return now.status === 'running' && now.fence === fence;
}

import type { Cache, Reading } from '../cache';
import { answerOwn, answerStored, timesOf } from './answer';
import { ask, type Asked } from './asked';
import { formatCourse, type Course } from './cache-status';
import { loadThrough, type Seen } from './load';
import { own, type Stored } from './stored';
import { ownTag, urlTag } from './tags';
import type { Handler, RouteOptions } from './types';
import { wishOf, type Wish } from './wish';

export interface Setting {
  cache: Cache;
  name: string;
  maxBytes: number;
  handler: Handler;
  route: RouteOptions;
  onError(error: unknown): void;
}

/** Answers a GET or a HEAD from the cache, or through it. */
export async function serve(request: Request, setting: Setting): Promise<Response> {
  const { name, handler, route } = setting;
  const asked = await ask(request, route.vary ?? {}, route.credentials === 'omit');
  const to = { request, name, varied: asked.varied };
  const wish = wishOf(request);
  const forward = async (fwd: Course['fwd'] & string, detail: string) =>
    answerOwn(to, await handler(asked.request(null)), { fwd, detail });
  if (wish.forward !== undefined) return forward('request', wish.forward);

  const tags = [await urlTag(asked.url), ...(route.tags?.(asked.url) ?? []).map(ownTag)];
  if (wish.onlyIfCached) return onlyIfCached(to, asked, tags, wish, setting);

  const seen: Seen = { wanted: true };
  const reading = await read(asked, tags, setting, seen);
  if (reading === undefined || reading.value === own) {
    const fwd = reading?.status === 'bypass' ? 'bypass' : 'miss';
    if (seen.answer) return answerOwn(to, seen.answer, { fwd, detail: seen.why });
    // What another was answered is theirs alone.
    return forward('bypass', reading?.reason ?? 'failed');
  }
  await seen.answer?.body?.cancel();
  const { value, ...how } = reading;
  const { ageMs, freshMs } = timesOf(value, how);
  const isOfBefore = ['hit', 'stale', 'stale-if-error'].includes(how.status);
  if (isOfBefore && !wish.accepts(ageMs, freshMs)) return forward('request', 'too-old');
  return answerStored(to, value, how, seen.status);
}

type Read = Omit<Reading<unknown>, 'value'> & { value: Stored | typeof own };

/** @returns undefined where it failed, and not for everybody who asks */
async function read(
  asked: Asked,
  tags: readonly string[],
  { cache, ...setting }: Setting,
  seen: Seen,
): Promise<Read | undefined> {
  const personal = asked.authorized || asked.hasCookie;
  try {
    return (await cache.get<Stored | typeof own>(asked.key, {
      tags,
      load: loadThrough(asked, setting, seen),
      // That it failed for one of them says nothing of the others.
      ...(personal && { errorBackoffMs: 0 }),
    })) as Read;
  } catch (error) {
    if (seen.answer || (personal && !seen.asked)) return undefined;
    throw error;
  } finally {
    seen.wanted = false;
  }
}

/** What is stored and fresh, else 504 (RFC 9111, 5.2.1.7). */
async function onlyIfCached(
  to: Parameters<typeof answerStored>[0],
  { key }: Asked,
  tags: readonly string[],
  wish: Wish,
  { cache, name, onError }: Setting,
): Promise<Response> {
  const found = await cache.peek<Stored | typeof own>(key, { tags }).catch(onError);
  if (found?.value && found.status === 'hit') {
    const { ageMs, freshMs } = timesOf(found.value, found);
    if (wish.accepts(ageMs, freshMs)) return answerStored(to, found.value, found);
  }
  const headers = { 'cache-status': formatCourse(name, { detail: 'only-if-cached' }) };
  return new Response(null, { status: 504, headers });
}

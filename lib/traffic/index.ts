import { entries, links, referrers, type Weighted } from './site';

/** A view as the generator sends it: through the public API, labelled. */
export interface GeneratedView {
  path: string;
  referrer?: string;
  visitorId: string;
  generated: true;
}

export interface TrafficOptions {
  /** Sends one view, as a visitor's browser would. A rejection is counted and ends nothing. */
  send(view: GeneratedView): Promise<unknown>;
  /** Visits that begin in a minute, on average; 1 to 600. */
  visitsPerMinute: number;
  /** The end comes after so many views; 1 to 100 000. */
  maxViews: number;
  /** Stops at once; views on their way are still answered. */
  signal?: AbortSignal;
  /** Told after every view. */
  onProgress?(progress: TrafficProgress): void;
}

export interface TrafficProgress {
  sent: number;
  failed: number;
  /** Visitors that are on the site now. */
  visiting: number;
}

/** How long a visitor stays on a page: half leave it within so many milliseconds. */
const medianStayMs = 4_000;
/** How many come back, of those who visited before. */
const returning = 0.25;
const maxVisiting = 500;

/**
 * Plays visitors: they arrive at random, enter through a search or a link, read, follow links, and leave; some
 * come back. In real time, bounded by `maxViews`.
 *
 * @returns what was sent, when the bound is reached or the signal fires and the last answer is in
 */
export async function generateTraffic({
  send,
  visitsPerMinute,
  maxViews,
  signal,
  onProgress,
}: TrafficOptions): Promise<TrafficProgress> {
  const progress: TrafficProgress = { sent: 0, failed: 0, visiting: 0 };
  const known: string[] = [];
  const visits = new Set<Promise<void>>();
  let begun = 0;
  // The bound ends everybody's stay at once, as the caller's signal does.
  const end = new AbortController();
  const ended = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
  const sleepers = new Set<() => void>();
  ended.addEventListener('abort', () => sleepers.forEach((wake) => wake()), { once: true });

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (ended.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      sleepers.add(wake);
    });
  }

  async function view(path: string, visitorId: string, referrer: string): Promise<void> {
    begun++;
    if (begun >= maxViews) end.abort();
    try {
      await send({ path, visitorId, generated: true, ...(referrer && { referrer }) });
      progress.sent++;
    } catch {
      progress.failed++;
    }
    onProgress?.({ ...progress });
  }

  async function visit(): Promise<void> {
    progress.visiting++;
    const visitorId = arrive(known);
    let path: string | undefined = draw(entries);
    let referrer = draw(referrers);
    while (path !== undefined && !ended.aborted) {
      await view(path, visitorId, referrer);
      referrer = '';
      await pause(stayMs());
      path = follow(path);
    }
    progress.visiting--;
  }

  while (!ended.aborted) {
    if (visits.size < maxVisiting) {
      const started: Promise<void> = visit().finally(() => visits.delete(started));
      visits.add(started);
    }
    // Arrivals that know nothing of each other: the time between two is exponential.
    await pause((-Math.log(1 - Math.random()) * 60_000) / visitsPerMinute);
  }
  await Promise.all(visits);
  return { ...progress };
}

function arrive(known: string[]): string {
  const back =
    Math.random() < returning ? known[Math.floor(Math.random() * known.length)] : undefined;
  if (back !== undefined) return back;
  const visitor = `generated-${Math.random().toString(36).slice(2, 12)}`;
  known.push(visitor);
  if (known.length > 2_000) known.shift();
  return visitor;
}

/** Where a visitor goes next; four in ten leave from any page. */
function follow(path: string): string | undefined {
  const onward = links[path];
  return onward && Math.random() > 0.4 ? draw(onward) : undefined;
}

/** Log-normal, as the time that people spend on pages is found to be. */
function stayMs(): number {
  const normal =
    Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Math.min(60_000, medianStayMs * Math.exp(0.8 * normal));
}

function draw<T>(choices: readonly Weighted<T>[]): T {
  let at = Math.random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of choices) if ((at -= weight) < 0) return value;
  return (choices.at(-1) as Weighted<T>)[0];
}

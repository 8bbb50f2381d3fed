import { createResponseCache } from '@/lib/patterns/response-cache';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

export interface ResponseWork {
  prefix: string;
  /** The origin, which counts. */
  url: string;
  askers: number;
  /** Each asks once; or all again and again, until there are so many answers and one of them began a refresh. */
  answers?: number;
  leaseMs?: number;
}

export interface ResponseReport {
  startedAt: number;
  text: string;
  course: string;
}

/** One server with the cache before a handler that asks an origin over HTTP. */
process.on('message', async ({ prefix, url, askers, answers, leaseMs }: ResponseWork) => {
  const cache = createResponseCache(createClient(sharedTransport()), {
    prefix,
    ...(leaseMs !== undefined && { leaseMs }),
  });
  const route = cache.wrap(() => fetch(url));
  const reports: ResponseReport[] = [];
  let isRefreshed = false;
  const isGoing = () => answers !== undefined && !(reports.length >= answers && isRefreshed);
  const ask = async () => {
    do {
      const startedAt = Date.now();
      const answer = await route(new Request('https://shop.example/'));
      const course = answer.headers.get('cache-status')!;
      reports.push({ startedAt, text: await answer.text(), course });
      isRefreshed ||= course.includes('refresh_started');
      if (isGoing()) await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    } while (isGoing());
  };
  await Promise.all(Array.from({ length: askers }, ask));
  process.send!(reports);
});
process.send!('ready');

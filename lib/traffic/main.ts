import { parseArgs } from 'node:util';
import { runUntilStopped } from '../local/run-until-stopped';
import { generateTraffic, type GeneratedView, type TrafficProgress } from './index';

const usage = `npm run traffic -- [--url http://127.0.0.1:3000] [--visits 60] [--views 300]

  --url     the app to send views to
  --visits  visits that begin in a minute, 1 to 600
  --views   stop after so many views, 1 to 100000

Every view goes through POST /api/page-views and is labelled as generated. Ctrl-C stops.`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: `http://127.0.0.1:${process.env.PORT ?? 3000}` },
    visits: { type: 'string', default: '60' },
    views: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
});
const visits = within(values.visits, 600);
const views = within(values.views, 100_000);
if (values.help || visits === undefined || views === undefined || !URL.canParse(values.url)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const endpoint = new URL('/api/page-views', values.url);
let lastError = '';

/** Sends one view; what went wrong is kept for the end. */
async function send(view: GeneratedView): Promise<void> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(view),
  }).catch((error: Error) => {
    lastError = `${endpoint.origin} does not answer (${error.cause ?? error.message})`;
    throw error;
  });
  if (answer.ok) return;
  lastError = `${answer.status} ${await answer.text()}`;
  throw new Error(lastError);
}

function report({ sent, failed, visiting }: TrafficProgress): void {
  const done = sent + failed;
  if (done % 20 !== 0) return;
  const trouble = failed > 0 ? `, ${failed} failed` : '';
  console.log(`${done} of ${views} views, ${visiting} visitors on the site${trouble}`);
}

await runUntilStopped(async (run) => {
  const stop = new AbortController();
  const traffic = generateTraffic({
    visitsPerMinute: visits,
    maxViews: views,
    signal: stop.signal,
    send,
    onProgress: report,
  }).then(({ sent, failed }) => {
    const trouble = failed > 0 ? `, ${failed} failed, the last with: ${lastError}` : '';
    console.log(`${sent} views sent${trouble}.`);
    return sent > 0 ? 0 : 1;
  });
  run.onStop(async () => {
    stop.abort();
    await traffic;
  });
  return traffic;
});

function within(text: string, most: number): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
}

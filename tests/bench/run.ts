import { cpus, loadavg } from 'node:os';
import type { Row } from './compare';
import { isMet, printTable } from './print';
import { cache } from './rows/cache';
import { gateway } from './rows/gateway';
import { leaderboard } from './rows/leaderboard';
import { lock } from './rows/lock';
import { queue } from './rows/queue';
import { rateLimit } from './rows/rate-limit';
import { route } from './rows/route';
import { transport } from './rows/transport';
import { server } from './rows/server';

/**
 * `npm run bench [name…]`: compares this project with its peers, both sides in one run. Ends with 1 where a floor is
 * missed.
 */
const benches: Record<string, () => Promise<Row[]>> = {
  transport,
  server,
  gateway,
  route,
  leaderboard,
  'rate-limit': rateLimit,
  lock,
  queue,
  cache,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length) {
  console.error(
    `No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`,
  );
  process.exit(2);
}

const cores = cpus().length;
console.log(
  `Node ${process.version}, ${cores} × ${cpus()[0]?.model ?? 'unknown'}. Both sides run by turns; figures are medians of the rounds.\n`,
);
const busy = loadavg()[0]!;
if (busy > cores / 2) {
  console.error(
    `This machine is at work already (load ${busy.toFixed(1)}): expect ratios to scatter.`,
  );
}
const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (names.length && !names.includes(name)) continue;
  console.error(`${name} …`);
  rows.push(...(await bench()));
}
printTable(rows);
const missed = rows.filter((row) => !isMet(row));
console.log(missed.length ? `\n${missed.length} below the floor.` : '\nEvery floor is met.');
process.exit(missed.length ? 1 : 0);

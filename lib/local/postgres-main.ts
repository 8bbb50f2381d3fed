import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { createGate } from './postgres-gate';

/** What the launcher writes as one line to the standard input. */
export interface PostgresConfiguration {
  directory: string;
  port: number;
  password: string;
}

const MAX_CONNECTIONS = 100;

// The embedded Postgres, in a process of its own: in the server's process a slow query would stop everything else.
const { directory, port, password } = await readConfiguration();
const engine = await openEngine(directory);
const sockets = await mkdtemp(path.join(tmpdir(), 'redis-patterns-'));
const socket = path.join(sockets, 'engine');
const server = new PGLiteSocketServer({
  db: engine,
  path: socket,
  maxConnections: MAX_CONNECTIONS,
});
await server.start();
const gate = createGate(password, socket).listen(port, '127.0.0.1');

let ending = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
process.stdin.once('end', end);

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  gate.close();
  await server.stop();
  await engine.close();
  await rm(sockets, { recursive: true, force: true });
  process.exit(0);
}

function readConfiguration(): Promise<PostgresConfiguration> {
  const lines = createInterface({ input: process.stdin });
  return new Promise((resolve) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as PostgresConfiguration));
  });
}

/** A database that is made is made whole: an end in the middle leaves nothing that looks like one. */
async function openEngine(folder: string): Promise<PGlite> {
  if (!existsSync(folder)) {
    const draft = `${folder}.draft`;
    await rm(draft, { recursive: true, force: true });
    await (await PGlite.create(draft)).close();
    await rename(draft, folder);
  }
  const opened = await PGlite.create(folder);
  const run = opened.execProtocolRawStream.bind(opened);
  // An error in SQL is an answer. What rejects is the engine itself, and the queue in front of it would wait for ever.
  opened.execProtocolRawStream = (...args) =>
    run(...args).catch((error: unknown) => {
      console.error(error);
      process.exit(70);
    });
  return opened;
}

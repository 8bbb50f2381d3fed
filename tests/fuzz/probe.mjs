import { createServer } from 'node:http';

// Loaded into the server that is fuzzed: says how long its processor worked, and which promises nobody looked after.
/** @type {string[]} */
const rejections = [];
process.on('unhandledRejection', (reason) =>
  rejections.push(reason instanceof Error ? String(reason.stack) : String(reason)),
);
createServer((_, response) => {
  const { user, system } = process.cpuUsage();
  response.end(JSON.stringify({ cpuMs: (user + system) / 1000, rejections: rejections.splice(0) }));
})
  .listen(Number(process.env.FUZZ_PROBE_PORT), '127.0.0.1')
  .unref();

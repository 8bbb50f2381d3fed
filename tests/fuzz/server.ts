import { get } from 'node:http';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureBuild, nextCli } from '@/lib/local/build';
import { startChild } from '@/lib/local/child';
import { freePort } from '@/lib/local/port';
import { createProgress } from '@/lib/local/progress.mjs';
import { projectRoot } from '@/lib/local/project';
import type { Run } from '@/lib/local/run-until-stopped';
import { startServices } from '@/lib/local/services';

export interface Probed {
  cpuMs: number;
  rejections: string[];
}

/** The built app on a Redis and a Postgres of its own, whatever is configured: what it holds is damaged on purpose. */
export async function startServer(run: Run) {
  const progress = createProgress(process.stderr);
  await ensureBuild(progress);
  const services = await startServices({ env: {}, ephemeral: true, progress });
  run.onStop(services.close);
  Object.assign(process.env, services.variables);

  const [port, probePort] = [await freePort(), await freePort()];
  const probe = fileURLToPath(new URL('./probe.mjs', import.meta.url));
  const output = new PassThrough().resume();
  const child = startChild(
    process.execPath,
    [
      ...['--max-http-header-size=8192', `--import=${probe}`, nextCli, 'start'],
      ...['--port', String(port), '--hostname', '127.0.0.1'],
    ],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        FUZZ_PROBE_PORT: String(probePort),
        // Each request names an address of its own, so that none meets another's rate limit.
        TRUSTED_PROXIES: '1',
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
      },
      output,
    },
  );
  run.onStop(() => child.stop('SIGTERM'));
  const ask = (url: string) =>
    new Promise<string>((resolve, reject) => {
      get(url, { agent: false }, async (response) =>
        resolve(Buffer.concat(await response.toArray()).toString()),
      ).on('error', reject);
    });
  const probed = async () => JSON.parse(await ask(`http://127.0.0.1:${probePort}`)) as Probed;
  while (!(await ask(`http://127.0.0.1:${port}/api/health`).catch(() => ''))) await delay(100);
  return { port, probed, exited: child.exited };
}

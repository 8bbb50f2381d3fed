import { nextCli } from '../../../lib/local/build';
import { startChild, type Child } from '../../../lib/local/child';
import { freePort } from '../../../lib/local/port';

/** Starts a server of the built app on a port of its own, and waits until it answers. */
export async function startBuiltApp(
  variables: Record<string, string>,
): Promise<{ url: string; server: Child }> {
  const port = await freePort();
  const args = [nextCli, 'start', '--port', String(port), '--hostname', '127.0.0.1'];
  const server = startChild(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...variables },
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = server.exited.then((code) => {
    throw new Error(`The server ended before it answered (exit code ${code})`);
  });
  for (let i = 0; i < 1_200; i++) {
    if (await Promise.race([fetch(url).catch(() => undefined), ended])) return { url, server };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await server.stop();
  throw new Error(`${url} does not answer`);
}

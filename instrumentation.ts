/** Runs once when the server starts. @throws Error where a setting is not usable: the server does not start then */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { trustedProxies } = await import('./lib/http/client-address');
  trustedProxies();
  // On Vercel there is a proxy in front and no server to stop.
  if (process.env.VERCEL) return;
  const { watchConnections } = await import('./lib/http/connections');
  watchConnections();
}

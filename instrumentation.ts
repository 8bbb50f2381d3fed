/** Runs once when the server starts. */
export async function register(): Promise<void> {
  // On Vercel there is a proxy in front and no server to stop.
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.VERCEL) return;
  const { watchConnections } = await import('./lib/http/connections');
  watchConnections();
}

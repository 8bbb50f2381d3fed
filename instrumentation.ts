/** Runs once when the server starts, and ends it where a setting is not usable. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { requireSettings } = await import('./lib/http/require-settings');
  requireSettings();
  // On Vercel there is a proxy in front and no server to stop.
  if (process.env.VERCEL) return;
  const { watchConnections } = await import('./lib/http/connections');
  const { allOperations } = await import('./lib/catalogue');
  watchConnections(allOperations());
}

/** The streams of this process that are open. */
const open = new Set<() => void>();
let watching = false;
let isStopping = false;

/**
 * Ends a stream when the process is asked to stop: a server waits for its open answers, and one that never ends by
 * itself would hold it up until it is killed. One that is opened later, on a connection that was kept, ends at once.
 *
 * @returns takes it off again
 */
export function endOnShutdown(end: () => void): () => void {
  if (!watching) watch();
  if (isStopping) end();
  else open.add(end);
  return () => open.delete(end);
}

function watch(): void {
  watching = true;
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const onSignal = (signal: NodeJS.Signals) => {
    for (const name of signals) process.off(name, onSignal);
    isStopping = true;
    for (const end of [...open]) end();
    // Nobody else has a say in how this process ends: then it ends as it would have without us.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const name of signals) process.on(name, onSignal);
}

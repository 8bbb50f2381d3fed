import { watchConnections } from '@/lib/http/connections';
import { startChatServer, type ChatServerOptions } from '../../support/chat-server';

/** Serves a chat; or is told to stop as a platform tells it, and then waits for its open answers as Next does. */
type Told = { serve: ChatServerOptions } | { stop: true };

let server: Awaited<ReturnType<typeof startChatServer>>;

watchConnections([]);
process.on('message', async (told: Told) => {
  if ('stop' in told) {
    process.once('SIGTERM', () => {
      process.disconnect();
      server.server.close();
    });
    process.kill(process.pid, 'SIGTERM');
    return;
  }
  server = await startChatServer(told.serve);
  process.send!(server.url);
});
process.send!('ready');

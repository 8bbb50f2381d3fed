import type { ServerResponse } from 'node:http';
import type { ByteString } from './byte-string';
import type { Role } from './command-rules';
import { RequestError } from './errors';
import { createMonitor } from './monitor';
import { createEventStreams } from './sse';
import { createSubscriptions } from './subscriptions';
import type { Upstream } from './upstream';

/** The endpoints that answer with an event stream. */
export interface Streams {
  /**
   * What serves this path, or nothing when it is no stream.
   *
   * @throws RequestError 400 when the token may not, or no channel is named.
   */
  find(
    segments: readonly ByteString[],
    role: Role,
  ): ((response: ServerResponse) => Promise<void>) | undefined;
  /** Ends every stream at once. */
  close(): void;
}

export function createStreams(upstream: Upstream, syncToken: () => string): Streams {
  const events = createEventStreams(syncToken);
  const subscriptions = createSubscriptions(upstream);
  const monitor = createMonitor(upstream);

  const serve =
    (add: (stream: ReturnType<typeof events.open>) => Promise<() => void>) =>
    async (response: ServerResponse) => {
      const leave = await add(events.open(response));
      if (response.destroyed) leave();
      else response.once('close', leave);
    };

  return {
    find([name, ...names], role) {
      const kind = name?.toLowerCase();
      if (kind === 'monitor' && names.length === 0) {
        if (role === 'full') return serve((stream) => monitor.add(stream));
        throw new RequestError(400, noPermission(kind));
      }
      if (kind !== 'subscribe' && kind !== 'psubscribe') return undefined;
      if (names.length === 0) {
        throw new RequestError(400, `ERR wrong number of arguments for '${kind}' command`);
      }
      return serve((stream) => subscriptions.add(kind, names, stream));
    },
    close: () => events.close(),
  };
}

function noPermission(command: string): string {
  return `NOPERM this user has no permissions to run the '${command}' command`;
}

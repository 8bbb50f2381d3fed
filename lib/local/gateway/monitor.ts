import type { Connection } from './connection';
import { encodeCommand } from './resp';
import { frame, type EventStream } from './sse';
import type { Upstream } from './upstream';
import { ValueSink } from './value-sink';

/** All watchers of MONITOR on one Redis connection, which exists only while someone watches. */
export interface Monitor {
  /**
   * @returns takes the stream off again.
   * @throws RequestError 503 when Redis cannot be reached.
   */
  add(stream: EventStream): Promise<() => void>;
}

export function createMonitor(upstream: Upstream): Monitor {
  const streams = new Set<EventStream>();
  let connecting: Promise<Connection> | undefined;

  function lose(): void {
    connecting = undefined;
    for (const stream of streams) stream.end();
    streams.clear();
  }

  async function connect(): Promise<Connection> {
    const connection = await upstream.connect({ closed: lose });
    connection.listen(
      new ValueSink((line) => {
        // Redis says OK to MONITOR itself; each stream has said so for itself.
        if (typeof line !== 'string' || line === 'OK') return;
        // Redis has escaped what a line may not hold, so each stays one event.
        const text = frame(line);
        for (const stream of streams) stream.send(text);
      }),
    );
    connection.push(encodeCommand(['MONITOR']));
    return connection;
  }

  return {
    async add(stream) {
      connecting ??= connect();
      const current = connecting;
      const connection = await current.catch((error: unknown) => {
        if (connecting === current) connecting = undefined;
        throw error;
      });
      streams.add(stream);
      stream.send(frame('"OK"'));
      return () => {
        streams.delete(stream);
        if (streams.size > 0 || connecting !== current) return;
        connecting = undefined;
        connection.destroy(new Error('nobody watches'));
      };
    },
  };
}

import type { ByteString } from './byte-string';
import type { Connection } from './connection';
import { encodeCommand } from './resp';
import { frame, type EventStream } from './sse';
import type { Upstream } from './upstream';
import { ValueSink, type ReplyValue } from './value-sink';

type SubscriptionKind = 'subscribe' | 'psubscribe';

interface Subscription {
  /** Each stream with how many subscriptions it has, this one counted, as Redis reports it. */
  streams: Map<EventStream, number>;
  /** SUBSCRIBE commands that Redis has not confirmed yet. */
  unconfirmed: number;
}

/** All subscribers of a gateway on one Redis connection. */
export interface Subscriptions {
  /**
   * Adds a stream to channels or patterns.
   *
   * @returns takes it off again; Redis is told when nobody is left.
   * @throws RequestError 503 when Redis cannot be reached.
   */
  add(
    kind: SubscriptionKind,
    names: readonly ByteString[],
    stream: EventStream,
  ): Promise<() => void>;
}

/**
 * Redis is told of each channel once, however many subscribe to it, and sends each message once: a thousand subscribers cost one
 * connection. When that connection is lost every stream ends, since its messages are lost too and the caller must know.
 */
export function createSubscriptions(upstream: Upstream): Subscriptions {
  const subscriptions = new Map<string, Subscription>();
  let connecting: Promise<Connection> | undefined;

  function connect(): Promise<Connection> {
    connecting ??= upstream.connect({ closed: lose }).then((connection) => {
      connection.listen(new ValueSink(deliver));
      return connection;
    });
    connecting.catch(() => {
      connecting = undefined;
    });
    return connecting;
  }

  function lose(): void {
    connecting = undefined;
    const streams = new Set(
      [...subscriptions.values()].flatMap((each) => [...each.streams.keys()]),
    );
    subscriptions.clear();
    for (const stream of streams) stream.end();
  }

  function deliver(push: ReplyValue): void {
    if (!Array.isArray(push)) return;
    const [type, name] = push;
    if (type === 'message' || type === 'pmessage') {
      const subscription = subscriptions.get(`${subscribeCommand(type)} ${String(name)}`);
      // What arrives before the confirmation belongs to a subscription that has ended.
      if (!subscription || subscription.unconfirmed > 0) return;
      const text = frame(push.join(','));
      for (const stream of subscription.streams.keys()) stream.send(text);
    } else if (type === 'subscribe' || type === 'psubscribe') confirm(type, String(name));
  }

  function confirm(kind: SubscriptionKind, name: ByteString): void {
    const key = `${kind} ${name}`;
    const subscription = subscriptions.get(key);
    if (!subscription || --subscription.unconfirmed > 0) return;
    if (subscription.streams.size === 0) subscriptions.delete(key);
    for (const [stream, count] of subscription.streams) {
      stream.send(frame(`${kind},${name},${count}`));
    }
  }

  function join(
    connection: Connection,
    kind: SubscriptionKind,
    name: ByteString,
    stream: EventStream,
    count: number,
  ): void {
    const key = `${kind} ${name}`;
    const subscription = subscriptions.get(key) ?? { streams: new Map(), unconfirmed: 0 };
    subscriptions.set(key, subscription);
    subscription.streams.set(stream, count);
    if (subscription.streams.size === 1) {
      subscription.unconfirmed++;
      connection.push(encodeCommand([kind, name]));
    } else if (subscription.unconfirmed === 0) stream.send(frame(`${kind},${name},${count}`));
  }

  function leave(
    connection: Connection,
    kind: SubscriptionKind,
    name: ByteString,
    stream: EventStream,
  ): void {
    const key = `${kind} ${name}`;
    const subscription = subscriptions.get(key);
    if (!subscription?.streams.delete(stream) || subscription.streams.size > 0) return;
    if (subscription.unconfirmed === 0) subscriptions.delete(key);
    connection.push(encodeCommand([kind === 'subscribe' ? 'unsubscribe' : 'punsubscribe', name]));
  }

  return {
    async add(kind, names, stream) {
      const connection = await connect();
      const distinct = [...new Set(names)];
      distinct.forEach((name, at) => join(connection, kind, name, stream, at + 1));
      return () => {
        for (const name of distinct) leave(connection, kind, name, stream);
      };
    },
  };
}

function subscribeCommand(type: 'message' | 'pmessage'): SubscriptionKind {
  return type === 'message' ? 'subscribe' : 'psubscribe';
}

import { ask } from './ask';
import { becomeCallersUser } from './callers-user';
import { Connection, type ConnectionEvents } from './connection';
import { openSocket } from './socket';
import { unavailable } from './errors';
import type { RedisTarget } from './redis-target';
import { encodeCommand } from './resp';

export interface ConnectOptions {
  /** Time for connecting and signing in, in ms. */
  connectTimeout: number;
  /** With replies outstanding and silence this long (ms), the connection is given up; 0 = never. */
  replyTimeout: number;
  /** Go on as a user who may not administer the server. */
  forCallers?: boolean;
}

/**
 * A connection that is signed in and answers PING.
 *
 * @throws RequestError 503 that says why there is none.
 */
export async function connect(
  target: RedisTarget,
  events: ConnectionEvents,
  { connectTimeout, replyTimeout, forCallers = false }: ConnectOptions,
): Promise<Connection> {
  const socket = await openSocket(target, connectTimeout);
  const connection = new Connection(socket, events, replyTimeout);
  const timer = setTimeout(
    () => connection.destroy(new Error(`no greeting within ${connectTimeout} ms`)),
    connectTimeout,
  );
  try {
    const bytes = target.greeting + encodeCommand(['PING']);
    const replies = await ask(connection, bytes, target.greetings + 1);
    const refusal = replies.find((reply) => reply instanceof Error);
    if (refusal) throw refusal;
    if (forCallers) await becomeCallersUser(connection, target.secret);
    return connection;
  } catch (error) {
    connection.destroy(error as Error);
    throw unavailable((error as Error).message);
  } finally {
    clearTimeout(timer);
  }
}

import type { ByteString } from './byte-string';
import type { Connection } from './connection';
import { ValueSink, type ReplyValue } from './value-sink';

/** Sends commands of the gateway's own and resolves to their replies, errors among them as values. */
export function ask(
  connection: Connection,
  bytes: ByteString,
  replies: number,
): Promise<ReplyValue[]> {
  return new Promise((resolve, reject) => {
    const values: ReplyValue[] = [];
    connection.send({
      bytes,
      replies,
      sink: new ValueSink((value) => values.push(value)),
      done: () => resolve(values),
      failed: reject,
      congested: () => false,
    });
  });
}

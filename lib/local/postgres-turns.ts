import type { Socket } from 'node:net';

/** Messages of a client after which the engine says that it is ready: Query, Sync, FunctionCall. */
const ANSWERED = new Set([0x51, 0x53, 0x46]);
/** Those that end a batch as well, and have no such answer: Flush, CopyDone, CopyFail, Terminate. */
const ENDS_BATCH = new Set([...ANSWERED, 0x48, 0x63, 0x66, 0x58]);
const READY_FOR_QUERY = 0x5a;
const IDLE = 0x49;

/** Lets one at a time have the engine, in their order. */
export interface Turns {
  /** Calls back when it is the caller's turn. @returns a function that ends the turn, or the wait for it */
  take(begin: () => void): () => void;
}

export function createTurns(): Turns {
  const waiting: Array<() => void> = [];
  return {
    take(begin) {
      waiting.push(begin);
      if (waiting.length === 1) begin();
      return () => {
        const place = waiting.indexOf(begin);
        if (place < 0) return;
        waiting.splice(place, 1);
        if (place === 0) waiting[0]?.();
      };
    },
  };
}

/**
 * Joins a client to the engine, a whole batch of messages at a time, and keeps the engine until its transaction is
 * over. The engine has one unnamed statement for all connections: where the messages of two clients mix, one would be
 * given the rows of the other's query.
 *
 * @param startup the client's first message, not yet sent
 */
export function relay(client: Socket, engine: Socket, startup: Buffer, turns: Turns): void {
  let incoming: Buffer = Buffer.alloc(0);
  let batch: Buffer[] = [];
  let whole: Buffer[] = [startup];
  let unanswered = 1;
  let isIdle = false;
  let endTurn: (() => void) | undefined;
  let hasTurn = false;

  const send = () => {
    hasTurn = true;
    for (const message of whole.splice(0)) engine.write(message);
  };
  const release = () => {
    hasTurn = false;
    const end = endTurn;
    endTurn = undefined;
    end?.();
  };
  const pump = () => {
    if (whole.length === 0) return;
    if (hasTurn) send();
    else endTurn ??= turns.take(send);
  };

  client.on('data', (chunk: Buffer) => {
    incoming = incoming.length === 0 ? chunk : Buffer.concat([incoming, chunk]);
    for (;;) {
      const length = incoming.length < 5 ? Infinity : 1 + incoming.readInt32BE(1);
      if (length > incoming.length) break;
      const type = incoming[0]!;
      batch.push(incoming.subarray(0, length));
      incoming = incoming.subarray(length);
      if (ANSWERED.has(type)) unanswered++;
      if (ENDS_BATCH.has(type)) {
        whole = whole.concat(batch);
        batch = [];
      }
    }
    pump();
  });
  engine.on('data', (chunk: Buffer) => {
    client.write(chunk);
    scan(chunk);
    if (unanswered === 0 && isIdle && whole.length === 0) release();
  });
  const scan = scanReady((status) => {
    unanswered--;
    isIdle = status === IDLE;
  });
  // Its transaction, if there is one, is rolled back before the engine takes anything of another connection.
  client.once('close', () => {
    engine.destroy();
    release();
  });
  engine.once('close', () => {
    client.destroySoon();
    release();
  });
  pump();
}

/** Tells of each ReadyForQuery in what an engine sends, in whatever pieces it comes. */
function scanReady(onReady: (status: number) => void): (chunk: Buffer) => void {
  let header: Buffer = Buffer.alloc(0);
  let rest = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (rest > 0) {
        const skipped = Math.min(rest, chunk.length - at);
        rest -= skipped;
        at += skipped;
        continue;
      }
      // The five bytes of type and length, and the status where there is one.
      const wanted = header[0] === READY_FOR_QUERY ? 6 : 5;
      const piece = chunk.subarray(at, at + wanted - header.length);
      header = Buffer.concat([header, piece]);
      at += piece.length;
      if (header.length < 5 || (header[0] === READY_FOR_QUERY && header.length < 6)) continue;
      if (header[0] === READY_FOR_QUERY) onReady(header[5]!);
      else rest = header.readInt32BE(1) - 4;
      header = Buffer.alloc(0);
    }
  };
}

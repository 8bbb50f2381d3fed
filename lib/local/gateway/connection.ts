import type { Socket } from 'node:net';
import type { ByteString } from './byte-string';
import { ReplyReader, type ReplyOwner } from './reply-reader';
import { discardReplies, type ReplySink } from './reply-sink';

/** Commands that go to Redis together, and whoever takes their replies. */
export interface Batch {
  bytes: ByteString;
  /** How many replies Redis will give. */
  replies: number;
  sink: ReplySink;
  /** All replies have been read. */
  done(): void;
  /** The replies, or the rest of them, will not come. */
  failed(error: Error): void;
  /**
   * Whether whoever reads the replies is behind, so that no more should be fetched now.
   *
   * @param othersWait whether batches behind this one wait for it.
   */
  congested(othersWait: boolean): boolean;
}

export interface ConnectionEvents {
  /** Called once, when no more can be sent or read. */
  closed(connection: Connection, reason: Error): void;
  /** The connection has stopped reading because a batch's reader is behind. */
  congested?(connection: Connection): void;
  /** A batch was refused since this Redis is a replica: it may have been the primary when the connection was made. */
  demoted?(connection: Connection): void;
  /** No batch waits any more. */
  drained?(connection: Connection): void;
}

/** Answered batches are dropped from the queue in lots, since taking one off the front moves all the others. */
const COMPACT_AT = 1024;
/** How the error of a replica that is sent a write begins. */
const REPLICA = 'READONLY ';
/** How often a connection that waits for a slow reader looks whether it may go on, in ms. */
const CONGESTION_POLL = 10;

/**
 * One Redis connection. Batches are answered in the order they were sent; everything sent in one turn of the event loop leaves in
 * one write, which is what makes many small HTTP requests cheap.
 */
export class Connection implements ReplyOwner {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #reader = new ReplyReader(this);
  #queue: Batch[] = [];
  #head = 0;
  #outgoing: ByteString[] = [];
  #listener: ReplySink = discardReplies;
  #expectsPushes = false;
  #resumeTimer: NodeJS.Timeout | undefined;
  #closed = false;
  #demoted = false;

  constructor(socket: Socket, events: ConnectionEvents, replyTimeout: number) {
    this.#socket = socket;
    this.#events = events;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy(new Error('the connection was closed')));
    if (replyTimeout > 0) {
      socket.setTimeout(replyTimeout, () => {
        if (this.pending > 0 && !this.#resumeTimer) {
          this.destroy(new Error(`no reply within ${replyTimeout} ms`));
        }
      });
    }
  }

  /** Batches sent and not yet answered. */
  get pending(): number {
    return this.#queue.length - this.#head;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the batch that is answered now was refused since this Redis is a replica. */
  get demoted(): boolean {
    return this.#demoted;
  }

  /** Whether reading has stopped until a slow reader catches up. */
  get waiting(): boolean {
    return this.#resumeTimer !== undefined;
  }

  send(batch: Batch): void {
    this.#queue.push(batch);
    this.#write(batch.bytes);
  }

  /** Sends a command whose replies are pushes (SUBSCRIBE, MONITOR): they go to the listener, not to a batch. */
  push(bytes: ByteString): void {
    this.#write(bytes);
  }

  /** From now on every reply that belongs to no batch goes to this sink. */
  listen(sink: ReplySink): void {
    this.#listener = sink;
    this.#expectsPushes = true;
  }

  /** Ends the connection at once; batches that wait fail with the reason. */
  destroy(reason: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#resumeTimer);
    this.#socket.destroy();
    const abandoned = this.#queue.slice(this.#head);
    this.#queue = [];
    this.#head = 0;
    for (const batch of abandoned) batch.failed(reason);
    this.#events.closed(this, reason);
  }

  sink(): ReplySink {
    const batch = this.#queue[this.#head];
    if (batch) return batch.sink;
    if (!this.#expectsPushes) throw new Error('Redis sent a reply to no command');
    return this.#listener;
  }

  refused(bytes: Buffer, start: number): void {
    if (bytes.toString('latin1', start, start + REPLICA.length) === REPLICA) this.#demoted = true;
  }

  replied(): void {
    const batch = this.#queue[this.#head];
    if (!batch || --batch.replies > 0) return;
    this.#head++;
    if (this.#head === this.#queue.length || this.#head === COMPACT_AT) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    batch.done();
    if (this.#demoted) this.#events.demoted?.(this);
    this.#demoted = false;
    if (this.#queue.length === 0) this.#events.drained?.(this);
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.feed(chunk);
    } catch (error) {
      this.destroy(error as Error);
      return;
    }
    if (this.#queue[this.#head]?.congested(this.pending > 1)) {
      this.#socket.pause();
      this.#events.congested?.(this);
      this.#awaitReader();
    }
  }

  #awaitReader(): void {
    this.#resumeTimer = setTimeout(() => {
      this.#resumeTimer = undefined;
      if (this.#queue[this.#head]?.congested(this.pending > 1)) this.#awaitReader();
      else this.#socket.resume();
    }, CONGESTION_POLL);
  }

  #write(bytes: ByteString): void {
    if (this.#outgoing.push(bytes) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    if (this.#closed) return;
    this.#socket.write(this.#outgoing.join(''), 'latin1');
    this.#outgoing = [];
  }
}

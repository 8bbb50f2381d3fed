import type { ServerResponse } from 'node:http';
import type { Admission } from './admission';
import { errorBody, JSON_TYPE, type Answer } from './answer';
import type { ByteString } from './byte-string';
import type { Batch } from './connection';
import { RequestError } from './errors';
import { discardReplies, type ReplySink } from './reply-sink';
import type { SyncToken } from './sync-token';
import type { Upstream } from './upstream';

/** A batch larger than this (bytes) goes on a connection of its own, so that it holds nobody up. */
const LARGE_BATCH = 128 * 1024;

/** What a request asks of Redis, and what writes its answer. */
export interface Work extends Pick<Batch, 'bytes' | 'replies'> {
  blocks: boolean;
  writes: boolean;
  answer: Answer;
  sink: ReplySink & {
    /** Completes the answer's text once all replies are in. */
    finish(): void;
  };
}

export interface ExchangeServices {
  upstream: Upstream;
  admission: Admission;
  syncToken: SyncToken;
}

/** One HTTP request and its one answer: from Redis, an error, or none because the caller has gone. */
export class Exchange {
  readonly response: ServerResponse;
  /** Whether the caller has shown a token; strangers learn nothing but that they are strangers. */
  authenticated = false;
  readonly #services: ExchangeServices;
  #held = 0;
  #over = false;
  #cancel: (() => void) | undefined;

  constructor(response: ServerResponse, services: ExchangeServices) {
    this.response = response;
    this.#services = services;
    response.once('close', () => {
      if (this.#settle()) this.#cancel?.();
    });
  }

  /** Bytes of the request that stay counted as held until the exchange is over. */
  hold(bytes: number): void {
    if (this.#over) this.#services.admission.give(bytes);
    else this.#held = bytes;
  }

  /** @throws RequestError 503 when Redis cannot be asked. */
  submit(work: Work): void {
    if (this.#over) return;
    const { bytes, blocks } = work;
    this.#cancel = this.#services.upstream.submit(new Submission(this, work), {
      alone: blocks || bytes.length > LARGE_BATCH,
      exclusive: blocks,
    });
  }

  /** Ends with what has been written so far. */
  complete({ sink, answer }: Pick<Work, 'sink' | 'answer'>): void {
    if (this.#over) return;
    sink.finish();
    // A discarded transaction has failed the exchange by now.
    if (this.#settle()) answer.end();
  }

  /** Ends with an error, or breaks the answer off where part of it has been sent: no client takes that for the whole. */
  fail(error: unknown): void {
    if (!this.#settle()) return;
    const { response } = this;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const known = error instanceof RequestError;
    const body = errorBody(known ? error.message : 'ERR internal error of the gateway');
    response.writeHead(known ? error.status : 500, {
      'Content-Type': JSON_TYPE,
      'Content-Length': body.length,
      ...(this.authenticated ? { 'Upstash-Sync-Token': this.#services.syncToken.current() } : {}),
      ...(known ? error.headers : {}),
    });
    response.end(body, 'latin1');
  }

  /** The commands have been run, or may have been. */
  ran({ writes }: Work): void {
    if (writes) this.#services.syncToken.wrote();
  }

  #settle(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#services.admission.give(this.#held);
    return true;
  }
}

/** A class, since one is made for each request: its methods are made once, closures would be made each time. */
class Submission implements Batch {
  readonly bytes: ByteString;
  replies: number;
  sink: ReplySink;
  readonly #exchange: Exchange;
  readonly #work: Work;

  constructor(exchange: Exchange, work: Work) {
    this.bytes = work.bytes;
    this.replies = work.replies;
    this.sink = work.sink;
    this.#exchange = exchange;
    this.#work = work;
  }

  done(): void {
    this.#exchange.ran(this.#work);
    this.#exchange.complete(this.#work);
  }

  failed(error: Error): void {
    this.#exchange.ran(this.#work);
    this.#exchange.fail(error instanceof RequestError ? error : lost(error));
  }

  congested(othersWait: boolean): boolean {
    // Replies that nobody waits for are thrown away as fast as they come.
    return this.sink !== discardReplies && this.#work.answer.congested(othersWait);
  }
}

function lost({ message }: Error): RequestError {
  return new RequestError(
    503,
    `ERR the connection to Redis was lost before its reply came (${message}); the command may have been run`,
  );
}

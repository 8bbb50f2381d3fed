import type { IncomingMessage } from 'node:http';
import type { Admission } from './admission';
import { RequestError } from './errors';

/** Gets the body, or the reason why it is not taken. */
type Done = (error: RequestError | undefined, body: Buffer) => void;

export interface BodyOptions {
  /** Bytes of one body. */
  limit: number;
  /** Counts what is read; the bytes of a body that was handed over stay counted until its receiver gives them back. */
  admission: Admission;
}

const NOTHING = Buffer.alloc(0);

/**
 * Reads a request's body. A body that is too large is not kept: the rest is read and dropped, so that the caller, who is still
 * sending, gets the answer (413; 503 when `admission` has no room) instead of a broken connection. `done` is not called when the
 * caller goes away first.
 */
export function readBody(request: IncomingMessage, options: BodyOptions, done: Done): void {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > options.limit) {
    request.resume();
    done(tooLarge(options.limit, announced), NOTHING);
    return;
  }
  const body = new BodyBuffer(options, done);
  request.on('data', (chunk: Buffer) => body.add(chunk));
  request.on('end', () => body.end());
  request.on('close', () => body.abandon());
}

class BodyBuffer {
  readonly #options: BodyOptions;
  readonly #done: Done;
  #chunks: Buffer[] = [];
  #size = 0;
  #over = false;

  constructor(options: BodyOptions, done: Done) {
    this.#options = options;
    this.#done = done;
  }

  add(chunk: Buffer): void {
    if (this.#over) return;
    const { limit, admission } = this.#options;
    const size = this.#size + chunk.length;
    try {
      if (size > limit) throw tooLarge(limit, size);
      admission.take(chunk.length);
    } catch (error) {
      this.abandon();
      this.#done(error as RequestError, NOTHING);
      return;
    }
    this.#size = size;
    this.#chunks.push(chunk);
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    const [first = NOTHING] = this.#chunks;
    this.#done(undefined, this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first);
  }

  abandon(): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.admission.give(this.#size);
    this.#chunks = [];
  }
}

function tooLarge(limit: number, actual: number): RequestError {
  return new RequestError(
    413,
    `ERR max request size exceeded. Limit: ${limit} bytes, Actual: ${actual} bytes`,
  );
}

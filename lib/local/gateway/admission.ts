import { overloaded } from './errors';

/** Counts the request bytes held in memory, so that many large requests together stay within a bound. */
export class Admission {
  readonly #limit: number;
  #held = 0;

  /** @param limit bytes of all requests together. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws RequestError 503 when there is no room. */
  take(bytes: number): void {
    if (this.#held + bytes > this.#limit) throw overloaded('request bytes in memory');
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

import type { OperationId } from '../../redis/operation-id';

/** The right to act alone, until it is released or its time is over. */
export interface Grant {
  acquired: true;
  /** The proof of being the holder; a secret. */
  token: string;
  /** Higher than that of every grant before, of any lock of the same prefix. */
  fence: number;
  /** In epoch milliseconds, by the clock of Redis. */
  grantedAt: number;
  expiresAt: number;
}

/** Somebody else holds the lock, or is to have it first. An answer, not an error. */
export interface Refusal {
  acquired: false;
  /** Null where the lock is free, but others who wait are first. */
  holder: { owner: string; fence: number; expiresAt: number } | null;
  /** When asking again makes sense: a holder may release at any time. */
  retryAfterMs: number;
  /** The place in the line when the wait was over, from 1; null where it did not wait or the line was full. */
  position: number | null;
}

export interface AcquireOptions {
  /** The lock ends by itself after so many milliseconds: 1 to 600 000. */
  ttlMs: number;
  /** A name for the list of holders and for those who are refused. */
  owner?: string;
  /** How long to wait for its turn, in milliseconds. 0, to be told at once, unless told. */
  waitMs?: number;
  /** Ends the wait, and gives the place in the line up. */
  signal?: AbortSignal;
  /** The same id gives the same grant while it lasts. */
  operationId?: OperationId;
}

/** What became of a lock that should be given back: nobody held it any more, or somebody else does. */
export type Released = 'released' | 'free' | 'taken';

/** What the work under a lock is given. */
export interface Holding {
  fence: number;
  grantedAt: number;
  /** Fires before the lock ends, where it cannot be kept. */
  signal: AbortSignal;
  /** Prolongs the lock from now on, beside the automatic renewal. @returns false where it is lost */
  extend(): Promise<boolean>;
}

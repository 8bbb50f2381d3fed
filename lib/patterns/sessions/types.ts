import type { OperationId } from '../../redis/operation-id';
import type { ActiveSessions, CountRange, CurrentSession, Json, Session } from './contract';

export interface SessionsOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their sessions. */
  prefix?: string;
  /**
   * Over how many hash tags users are spread, 1 to 256; default 1. On a Redis Cluster take several times
   * its nodes. To change it signs everybody out.
   */
  shards?: number;
  /** How long a session lives without being used, in ms; default a day, at most `absoluteMs`. */
  slidingMs?: number;
  /** How long a session lives however often it is used, in ms; default 30 days, at most 90. */
  absoluteMs?: number;
  /** How long an id that was rotated stays good for requests under way, in ms; default 10 s, at most 5 min. */
  rotateGraceMs?: number;
  /** The most sessions of one user, 1 to 500; default 50. One more ends the one that was used least lately. */
  maxPerUser?: number;
}

/** A session that was begun, and the id that opens it. */
export interface Opened {
  /** Opaque, with 256 random bits. Returned here and never again; Redis holds its SHA-256. */
  id: string;
  session: CurrentSession;
}

/** What became of a save. */
export type Saved =
  | { outcome: 'saved'; version: number }
  /** These fields have changed since `version` was read. Nothing was saved. */
  | { outcome: 'conflict'; version: number; fields: string[] }
  /** The session would hold too many fields. Nothing was saved. */
  | { outcome: 'full'; version: number }
  /** There is no such session any more, and the save brought none back. */
  | { outcome: 'ended' };

interface ById {
  /** The same id again returns the first answer and changes nothing. */
  operationId?: OperationId;
}

export interface Sessions {
  /**
   * Begins a session. The same operation again finds it made and returns a new id for it, so one sign-in makes
   * one session and whichever answer arrives last opens it. One round trip; two for a resend.
   *
   * @throws CodedError `idempotency_key_reused` where the operation began a session on another device
   */
  create(
    userId: string,
    about: { device: string; address?: string | undefined; data?: { [field: string]: Json } },
    options?: ById,
  ): Promise<Opened>;

  /**
   * Reads a session and renews its sliding expiry. One round trip, two commands.
   *
   * @returns null for what is no session: never was, expired, ended or revoked. It is not said which.
   */
  read(id: string): Promise<CurrentSession | null>;

  /**
   * Saves some fields, at most 32 a session; null removes one. Other fields stay as they are, whoever changed
   * them meanwhile.
   *
   * @param options.version the version that was read; a field that changed since is a conflict
   */
  save(
    id: string,
    fields: { [field: string]: Json },
    options: ById & { version: number },
  ): Promise<Saved>;

  /**
   * Gives a session a new id. The old one stays good for `rotateGraceMs`, and cannot rotate in it.
   *
   * @returns `id` undefined where another call had just replaced this id; null for what is no session
   */
  rotate(
    id: string,
    options?: ById,
  ): Promise<{ id: string | undefined; session: CurrentSession } | null>;

  /** Ends the session of this id. To end it again does nothing. */
  destroy(id: string): Promise<void>;

  /** A user's living sessions, the one used last first. Two round trips, two commands, at any number. */
  list(userId: string): Promise<Session[]>;

  /** Ends one session of a user. @returns false where there was none alive under this handle */
  revoke(userId: string, handle: string, options?: ById): Promise<boolean>;

  /** Ends a user's sessions but the one of `handle`. @returns how many were alive */
  revokeOthers(userId: string, handle: string, options?: ById): Promise<number>;

  /** Ends all sessions of a user, by one epoch. @returns how many were alive */
  revokeAll(userId: string, options?: ById): Promise<number>;

  /**
   * How many sessions live, of all users. O(log n) where nothing is due; a session comes due once in its
   * sliding life. One round trip of four commands, and one more for each 200 that are due.
   */
  activeCount(): Promise<number>;

  /** The count over time, and what began and ended. Exact while somebody counts once in a sliding life. */
  activity(range: CountRange): Promise<ActiveSessions>;
}

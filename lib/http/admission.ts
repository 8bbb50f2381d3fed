import type { AnyOperation } from '../contract';
import type { TraceRecorder } from '../redis/record';
import type { Background } from './background';

/** Whoever sent a request, as far as it could be made out. */
export interface Caller {
  tier: 'anyone' | 'user' | 'admin';
  /** Absent for who has not signed in. */
  userId?: string;
  /** The id of the session that the request came with. */
  sessionId?: string;
  /** The network address, as far as proxies may be believed. */
  address: string;
}

/** What a guard may look at, and where it says what it found. */
export interface Admission {
  operation: AnyOperation;
  request: Request;
  params: Record<string, unknown>;
  /** Headers of the answer, whatever it will be: those of the rate limit go here. */
  headers: Headers;
  /** For what need not be done before the answer. */
  background: Background;
  /** Records what the guard itself asks of Redis, apart from what the operation costs. */
  trace: TraceRecorder;
}

/**
 * Decides whether a request may go on, and as whom.
 *
 * @throws CodedError `not_signed_in`, `not_allowed`, `rate_limited`
 */
export type Admit = (admission: Admission) => Promise<Caller>;

import type { z } from 'zod';
import type { Database } from '../database/database';

/** What a job's work is given besides its data. */
export interface JobContext {
  /** Names the job for ever: what was done once under it is not done again. */
  key: string;
  /** From 1. */
  attempt: number;
  /** Fires when the lease is lost, or the worker stops: the work should end, since another does it. */
  signal: AbortSignal;
  /** Says how far the work is. @param percent 0 to 100 */
  progress(percent: number, note?: string): void;
  services: JobServices;
}

/** What jobs work with; made at first use. */
export interface JobServices {
  database(): Database;
  /** Signs and sends webhooks. */
  webhooks: {
    secret(): Promise<string>;
    /** The hosts, with their ports, that webhooks may go to. */
    hosts: readonly string[];
    /** Where one without an address of its own goes. */
    loopback: string;
  };
}

/** One kind of work. */
export interface JobType<Data = unknown> {
  data: z.ZodType<Data>;
  /** Who may enqueue it. The job acts for this deployment, so not everybody may. */
  tier(data: Data): 'user' | 'admin';
  /** @returns what is kept as the job's result; at most 8 KiB as JSON */
  run(data: Data, context: JobContext): Promise<unknown>;
}

/** A failure whose message may be shown to whoever looks at the queue. */
export class JobError extends Error {
  override readonly name: string = 'JobError';
}

/** One that trying again cannot help. */
export class HopelessError extends JobError {
  override readonly name = 'HopelessError';
}

/** States a kind of work; the identity, kept for its types. */
export function defineJobType<Data>(type: JobType<Data>): JobType<Data> {
  return type;
}

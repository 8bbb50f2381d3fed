import type { Redis } from '@upstash/redis';
import { z } from 'zod';

/** One figure of a proof, taken from both sides under the same schedule. */
const measure = z.strictObject({
  name: z.string().describe('A stable name for tests and charts'),
  label: z.string().describe('What was counted'),
  wanted: z.string().describe('What the invariant asks for'),
  naive: z.number(),
  safe: z.number(),
  unit: z.string().optional(),
  naiveHolds: z.boolean(),
  safeHolds: z.boolean(),
});

/** What one side cost on the wire. */
const side = z.strictObject({
  roundTrips: z.int(),
  commands: z.int(),
  tookMs: z.number(),
});

/** One step of the adversarial schedule, in the order in which it was run. */
const step = z.strictObject({
  actor: z.string(),
  event: z.string(),
  fault: z.string().optional().describe('What was done to it: an answer dropped, a holder killed'),
});

export const proofResult = z.strictObject({
  slug: z.string(),
  holds: z.boolean().describe('True where every figure of the safe side is as wanted'),
  measures: z.array(measure).min(1),
  naive: side,
  safe: side,
  schedule: z.array(step).min(1),
  tookMs: z.number(),
});

export type ProofResult = z.output<typeof proofResult>;
export type ProofMeasure = z.output<typeof measure>;
export type ProofStep = z.output<typeof step>;

/** What a proof is given: clients over the real wire, with the faults that its schedule asks for. */
export interface ProofGround {
  /** A client whose trips are counted in the figures of one side. */
  client(side: 'naive' | 'safe', faults?: Faults): Redis;
  /** What a side has cost so far. */
  cost(side: 'naive' | 'safe'): { roundTrips: number; commands: number };
  /** A prefix that no other run uses. */
  prefix: string;
  /** Names keys that the proof is about to write, so that they are deleted even if its process dies. */
  owns(keys: readonly string[]): Promise<void>;
}

/** Which answers never arrive. The request itself reaches Redis and is carried out. */
export interface Faults {
  /** Called with the number of each HTTP request, from 1; true drops its answer. */
  dropAnswer?(request: number): boolean;
}

/**
 * Sets the figures of both sides beside what the invariant asks for.
 *
 * @returns makes one measure: the figure's name, what was counted, what is wanted in words, and as a test
 */
export function comparing<Name extends string>(
  naive: Readonly<Record<Name, number>>,
  safe: Readonly<Record<Name, number>>,
) {
  return (
    name: Name,
    label: string,
    wanted: string,
    holds: (figure: number) => boolean,
    unit?: string,
  ): ProofMeasure => ({
    name,
    label,
    wanted,
    ...(unit !== undefined && { unit }),
    naive: naive[name],
    safe: safe[name],
    naiveHolds: holds(naive[name]),
    safeHolds: holds(safe[name]),
  });
}

/** A room's proof. */
export type Prove = (ground: ProofGround) => Promise<ProofResult>;

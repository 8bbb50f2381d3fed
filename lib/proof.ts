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

/** Where one side is played: its clients, its schedule, and what it costs. */
export interface ProofStage {
  /** A client whose trips are counted. */
  redis: Redis;
  /** Another one, a process of its own or one that meets faults; its trips are counted too. */
  client(faults?: Faults): Redis;
  /**
   * Adds a step to the schedule.
   *
   * @returns the step, so that a fault that comes while it is under way can be added to it
   */
  say(actor: string, event: string, fault?: string): ProofStep;
  /** What the side has cost so far. */
  cost(): { roundTrips: number; commands: number };
  /** Ends the count of what the side costs: what follows is only read, to tell the figures. */
  stopCounting(): void;
}

/**
 * Sets one figure of both sides beside what the invariant asks for.
 *
 * @param label what was counted
 * @param wanted what the invariant asks for, in words
 * @param holds the one figure that is wanted, or a test of it
 */
type Compare<Name extends string> = (
  name: Name,
  label: string,
  wanted: string,
  holds: number | ((figure: number) => boolean),
  unit?: string,
) => ProofMeasure;

/** The figures that a play took, by the names of their measures. */
type Figures<Name extends string> = Readonly<Record<Name, number>>;

/** What one proof has of its own. */
interface ProofPlan<Side, Name extends string> {
  slug: string;
  /** Both ways to do it, each with the keys that it may write. Keys that are not known yet it owns itself, in time. */
  sides: Record<'naive' | 'safe', (prefix: string, ground: ProofGround) => Side | Promise<Side>>;
  /** Plays both sides at once, so that times to live are waited for together; else one after the other. */
  together?: boolean;
  /** The schedule, the same for either side. @returns the figures that were taken from it */
  play(side: Side, stage: ProofStage): Promise<Figures<Name>>;
  /** What the figures are held against. */
  measures(measure: Compare<Name>): ProofMeasure[];
}

/** A room's proof. */
export type Prove = (ground: ProofGround) => Promise<ProofResult>;

/**
 * Makes a room's proof: the usual snippet and the room are played under one schedule, on one Redis, and their figures
 * are set side by side. The run owns the keys of both before either is played. The schedule that is shown is the safe
 * side's.
 */
export function defineProof<Side extends { keys: readonly string[] }, Name extends string>({
  slug,
  sides,
  together = false,
  play,
  measures,
}: ProofPlan<Side, Name>): Prove {
  return async (ground) => {
    const started = performance.now();
    const naive = await sides.naive(ground.prefix, ground);
    const safe = await sides.safe(ground.prefix, ground);
    const keys = [...naive.keys, ...safe.keys];
    if (keys.length > 0) await ground.owns(keys);

    const first = onStage(ground, 'naive', (stage) => play(naive, stage));
    if (!together) await first;
    const second = onStage(ground, 'safe', (stage) => play(safe, stage));
    const [unsafe, ours] = await Promise.all([first, second]);

    const taken = measures(comparing(unsafe.figures, ours.figures));
    return {
      slug,
      holds: taken.every(({ safeHolds }) => safeHolds),
      measures: taken,
      naive: unsafe.cost,
      safe: ours.cost,
      schedule: ours.schedule,
      tookMs: performance.now() - started,
    };
  };
}

async function onStage<Taken>(
  ground: ProofGround,
  side: 'naive' | 'safe',
  play: (stage: ProofStage) => Promise<Taken>,
) {
  const from = performance.now();
  const schedule: ProofStep[] = [];
  const cost = () => ground.cost(side);
  const total = () => ({ ...cost(), tookMs: performance.now() - from });
  let counted: ReturnType<typeof total> | undefined;
  const figures = await play({
    redis: ground.client(side),
    client: (faults) => ground.client(side, faults),
    say(actor, event, fault) {
      const added: ProofStep = { actor, event, ...(fault !== undefined && { fault }) };
      schedule.push(added);
      return added;
    },
    cost,
    stopCounting: () => void (counted ??= total()),
  });
  return { schedule, figures, cost: counted ?? total() };
}

/** Makes measures of the figures of both sides. */
export function comparing<Name extends string>(
  naive: Figures<Name>,
  safe: Figures<Name>,
): Compare<Name> {
  return (name, label, wanted, holds, unit) => {
    const isWanted = (figure: number) =>
      typeof holds === 'number' ? figure === holds : holds(figure);
    return {
      name,
      label,
      wanted,
      ...(unit !== undefined && { unit }),
      naive: naive[name],
      safe: safe[name],
      naiveHolds: isWanted(naive[name]),
      safeHolds: isWanted(safe[name]),
    };
  };
}

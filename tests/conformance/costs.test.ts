import type { Redis } from '@upstash/redis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { allOperations } from '@/lib/catalogue';
import { admit } from '@/lib/guard/admit';
import { createHandle } from '@/lib/http/handle';
import { takeLate } from '@/lib/http/late';
import type { Progress } from '@/lib/local/progress.mjs';
import { startServices } from '@/lib/local/services';
import { createMeter } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { withinOneMinute } from '../support/clock';
import { countCommands } from '../support/commands';
import { makeUser } from '../support/callers';
import { allExercises, ask, ready } from './exercise';

const exercises = await allExercises();

// What goes on after an answer, as the charts do, is no cost of the operation, and would run into the next one's.
vi.mock('@/lib/guard/handle', () => ({ handle: createHandle(admit, () => undefined) }));
vi.mock('@/app/api/cache/meter', () => ({ meter: createMeter(() => redis, { everyMs: 0 }) }));

const silent: Progress = {
  step: async (_, work) => (await work(() => undefined))[0],
  note: () => undefined,
};

/** Just past midnight, when the ranges of the last minutes, hours and days lie across the most keys. */
const worstMoment = new Date('2026-01-01T00:05:00Z');

let redis: Redis;
let services: Awaited<ReturnType<typeof startServices>>;

// A Redis of this file's own: what it carries out is what was asked here, and nothing else.
beforeAll(async () => {
  const { DATABASE_URL } = process.env;
  services = await startServices({ env: { DATABASE_URL }, ephemeral: true, progress: silent });
  Object.assign(process.env, services.variables);
  redis = createClient(sharedTransport());
});
afterAll(() => services.close());
afterEach(() => vi.useRealTimers());

describe('what an operation costs on a real Redis is what its contract states', () => {
  for (const operation of allOperations()) {
    for (const cost of operation.cost) {
      test(`${operation.method} ${operation.path}: ${cost.of}`, async () => {
        const exercise = exercises.find((e) => e.operation === operation && e.of === cost.of);
        if (!exercise) throw new Error(`No exercise in tests/conformance/costs for "${cost.of}"`);
        await withinOneMinute();
        vi.useFakeTimers({ toFake: ['Date'], now: worstMoment });
        const prepare = async () => {
          await redis.flushall();
          const admin = await makeUser(redis, { admin: true });
          for (const before of exercise.before ?? [])
            await ask(operation, await ready(before), admin);
          const call = await ready(exercise.call);
          return () => ask(operation, call, admin);
        };
        // A first time for the scripts that this Redis has not seen: they stay when the data goes.
        await (
          await prepare()
        )();
        const run = await prepare();

        takeLate();
        let timing = '';
        const carriedOut = await countCommands(redis, async () => {
          timing = (await run()).headers.get('server-timing') ?? '';
        });
        const [own, guard, after] = (['redis', 'guard', 'after'] as const).map((part) =>
          costIn(timing, part),
        ) as [Cost, Cost, Cost];
        expect(own).toEqual({ roundTrips: cost.roundTrips, commands: cost.commands });
        const told = own.commands + guard.commands + after.commands;
        expect(told, 'callers are told all of it').toBe(carriedOut);
      });
    }
  }
});

type Cost = { roundTrips: number; commands: number };

/** What `Server-Timing` says that the operation cost, the guard before it, or what went on after earlier answers. */
function costIn(timing: string, part: 'redis' | 'guard' | 'after'): Cost {
  const found = new RegExp(`${part};dur=[\\d.]+;desc="(\\d+) trips?, (\\d+) command`).exec(timing);
  return { roundTrips: Number(found?.[1] ?? 0), commands: Number(found?.[2] ?? 0) };
}

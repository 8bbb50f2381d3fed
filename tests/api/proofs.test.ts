import { expect, test } from 'vitest';
import type { ProofResult } from '@/lib/proof';
import { policies } from '@/lib/guard/policies';
import { withinLimit } from '@/lib/guard/within-limit';
import { runProof } from '@/lib/service';
import { send } from '../support/api';
import { sendAsAdmin } from '../support/callers';
import { countCommands } from '../support/commands';
import { refusalOf } from '../support/problems';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const run = (slug: string) => send(runProof, { params: { slug } });

test('callers of one minute share a run, which costs the operator once', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => run('counters')));
  const results = (await Promise.all(answers.map((answer) => answer.json()))) as ProofResult[];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  let again: Response | undefined;
  // Of the guard alone.
  expect(await countCommands(redis, async () => void (again = await run('counters')))).toBeLessThan(
    12,
  );
  expect(again!.headers.get('age')).toMatch(/^\d+$/);
  expect(await again!.json()).toEqual(results[0]);
});

test('all callers together have a budget; an admin runs beyond it', async () => {
  const first = await run('counters');
  const budget = policies.find(({ name }) => name === 'proof-all')!.limits[0]!.limit;
  const spend = () => withinLimit(redis, 'proof-all', 'everyone', new Headers());
  for (let spent = 0; ; spent++) {
    expect(spent).toBeLessThanOrEqual(budget);
    if (
      await spend().then(
        () => false,
        () => true,
      )
    )
      break;
  }
  expect(await refusalOf(run('sets'))).toMatchObject({ code: 'rate_limited' });
  // What failed is shared with nobody, and what was run before costs nothing.
  expect(await (await run('counters')).json()).toEqual(await first.json());
  expect((await sendAsAdmin(runProof, { params: { slug: 'sets' } })).status).toBe(200);
});

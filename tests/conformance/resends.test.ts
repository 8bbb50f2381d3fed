import { describe, expect, test } from 'vitest';
import { allOperations } from '@/lib/catalogue';
import type { Call } from '../support/api';
import { makeUser } from '../support/callers';
import { testRedis } from '../support/redis';
import { allExercises, ask, ready } from './exercise';

const { redis } = testRedis();
const exercises = await allExercises();

/** Writes that need no receipt, and why. Of all others a resend gets the first answer and changes nothing. */
const repeatable: Record<string, string> = {
  'POST /api/proofs/{slug}': 'The run of the last minute answers everybody',
  'PUT /api/profiles/{id}':
    'It names the version that it changes; the same text again changes nothing',
  'POST /api/cache/invalidations': 'Again it costs a load, and nothing is lost',
  'POST /api/query-cache/invalidations': 'Again it costs a query, and nothing is lost',
  'POST /api/response-cache/purges': 'Again it costs a request, and nothing is lost',
  'DELETE /api/sessions': 'It ends the session of its own caller, who is nobody afterwards',
  'DELETE /api/sessions/{handle}':
    'It ends the session of its own caller, who is nobody afterwards',
  'DELETE /api/sessions/current': 'A session that has ended does not come back',
  'POST /api/sessions/current/rotations': 'The session that was rotated names its successor',
  'POST /api/presence': 'A heartbeat',
  'POST /api/chat/rooms/{room}/presence': 'A heartbeat',
  'POST /api/chat/rooms/{room}/typing': 'Kept nowhere',
  'POST /api/leaderboards/{board}/runs': 'The id is that of the run',
  'POST /api/locks/{resource}': 'The key is that of the grant, which a resend finds',
  'POST /api/scheduled-runs': 'A period is run once, whoever asks',
  'POST /api/bulk/users': 'Its lines are numbered',
  'POST /api/keys/details': 'It changes nothing',
  'POST /api/keys/demo': 'The same keys again',
  'POST /api/sweeps/{id}/steps': 'It goes on with what is left',
  'DELETE /api/sweeps/{id}': 'A sweep that has ended does not go on',
  'POST /api/queues/{queue}/jobs/{id}/ack': 'The job knows what its holder has said',
  'POST /api/queues/{queue}/jobs/{id}/fail': 'The job knows what its holder has said',
  'POST /api/queues/{queue}/jobs/{id}/progress': 'A heartbeat',
  'POST /api/queues/{queue}/drain': 'It goes on with what is left',
  'POST /api/webhooks/echo': 'It changes nothing',
};
/** Writes whose answer tells the state of now, so that only the mark of a resend is the same. */
const ofNow = new Set([
  'POST /api/rate-limits/{policy}/check',
  'PUT /api/rate-limits/{policy}/identifiers/{identifier}',
  'POST /api/sessions',
  'POST /api/chat/rooms/{room}/messages',
]);
/** Calls of operations that state no cost. */
const unmeasured: Record<string, Call> = {
  'POST /api/pipelines/comparisons': { body: { commands: 2 } },
};

describe('a write that is sent again under its Idempotency-Key gets its first answer', () => {
  const all = allOperations()
    .filter(({ method }) => method !== 'GET')
    .map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

  test.each(all.filter(([name]) => !(name in repeatable)))('%s', async (name, operation) => {
    const exercise = exercises.find((candidate) => candidate.operation === operation);
    const prepared = exercise?.call ?? unmeasured[name];
    if (!prepared) throw new Error(`No exercise in tests/conformance/costs for ${name}`);
    await redis.flushall();
    const admin = await makeUser(redis, { admin: true });
    for (const before of exercise?.before ?? []) await ask(operation, await ready(before), admin);
    const call = await ready(prepared);
    const headers = { ...call.headers, 'idempotency-key': crypto.randomUUID() };
    const first = await ask(operation, { ...call, headers }, admin);
    const again = await ask(operation, { ...call, headers }, admin);
    expect(again.status).toBe(first.status);
    if (!ofNow.has(name)) expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('the lists of exceptions name only writes that there are', () => {
    const names: string[] = all.map(([name]) => name);
    const excepted = [...Object.keys(repeatable), ...Object.keys(unmeasured), ...ofNow];
    expect(excepted.filter((name) => !names.includes(name))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { createTrace, creditScript } from '@/lib/redis/record';
import { connect, errorOf, freshKey, scriptedSend, watchedSend } from './support';

describe('a trace', () => {
  it('holds each round trip with its commands, bytes and time, and no value', async () => {
    const { send, requests } = watchedSend();
    const trace = createTrace();
    const redis = createClient(connect({ send }), { trace });
    const key = freshKey();
    const before = Date.now();
    await redis.set(key, 'sécret', { ex: 60 });
    await redis.pipeline().get(key).strlen(key).exec();
    await redis.multi().get(key).exec();

    expect(
      trace.trips.map(({ endpoint, commands, billed }) => [endpoint, commands, billed]),
    ).toEqual([
      ['command', [['SET', key, '‹7 bytes›', 'EX', '60']], 1],
      [
        'pipeline',
        [
          ['GET', key],
          ['STRLEN', key],
        ],
        2,
      ],
      ['multi-exec', [['GET', key]], 1],
    ]);
    expect(trace.trips.map(({ sentBytes }) => sentBytes)).toEqual(
      requests.map(({ body }) => Buffer.byteLength(body)),
    );
    const get = JSON.stringify({ result: Buffer.from('sécret').toString('base64') });
    expect(trace.trips.map(({ receivedBytes }) => receivedBytes)).toEqual([
      '{"result":"OK"}'.length,
      `[${get},{"result":7}]`.length,
      `[${get}]`.length,
    ]);
    for (const trip of trace.trips) {
      expect(trip).toMatchObject({ attempts: 1, shared: false });
      expect(trip.ms).toBeGreaterThan(0);
      expect(trip.at).toBeGreaterThanOrEqual(before);
      expect(trip.at).toBeLessThanOrEqual(Date.now());
    }
    expect(trace.counts).toEqual({
      roundTrips: 3,
      commands: 4,
      ms: trace.trips.reduce((sum, { ms }) => sum + ms, 0),
    });
    expect(JSON.stringify(trace.trips)).not.toContain('sécret');
  });

  it('of a shared request holds its own part alone', async () => {
    const { send, requests } = watchedSend();
    const transport = connect({ send });
    const traces = [createTrace(), createTrace(), createTrace()];
    const key = freshKey();
    const values = ['ä', 'bbbb', 'c'.repeat(500)];
    await Promise.all(
      traces.map((trace, i) => {
        const redis = createClient(transport, { trace });
        return Promise.all([redis.set(`${key}:${i}`, values[i]), redis.get(`${key}:${i}`)]);
      }),
    );

    expect(requests).toHaveLength(1);
    traces.forEach(({ trips, counts }, i) => {
      const set = ['SET', `${key}:${i}`, `‹${Buffer.byteLength(values[i]!)} bytes›`];
      expect(trips).toMatchObject([{ endpoint: 'pipeline', shared: true, billed: 2 }]);
      expect(trips[0]!.commands).toEqual([set, ['GET', `${key}:${i}`]]);
      expect(counts).toMatchObject({ roundTrips: 1, commands: 2 });
    });
    // The parts, and the brackets and five commas around them, which are nobody's, make up the whole.
    const sent = traces.reduce((sum, { trips }) => sum + trips[0]!.sentBytes, 0);
    expect(sent + 7).toBe(Buffer.byteLength(requests[0]!.body));
    const gets = values.map((value) =>
      JSON.stringify({ result: Buffer.from(value).toString('base64') }),
    );
    expect(traces.map(({ trips }) => trips[0]!.receivedBytes)).toEqual(
      gets.map((get) => `{"result":"OK"}${get}`.length),
    );
  });

  it('calls a request shared only where another trace takes part', async () => {
    const transport = connect();
    const trace = createTrace();
    const key = freshKey();
    const mine = () => createClient(transport, { trace }).get(key);
    await Promise.all([mine(), mine()]);
    await Promise.all([mine(), createClient(transport).get(key)]);
    expect(trace.trips.map(({ shared, billed }) => [shared, billed])).toEqual([
      [false, 2],
      [true, 1],
    ]);
  });

  it('names the first error, without the arguments that Redis quotes', async () => {
    const trace = createTrace();
    const redis = createClient(connect(), { trace });
    await errorOf(redis.exec(['NOSUCHCOMMAND', 'key', 'secret']));
    await errorOf(
      redis
        .pipeline()
        .exec()
        .catch(() => redis.exec(['LPUSH'])),
    );
    expect(trace.trips[0]!.error).toMatch(/^ERR unknown command/);
    expect(trace.trips[0]!.error).not.toContain('secret');
    expect(trace.trips[1]!.error).toMatch(/wrong number of arguments/);
  });

  it('records what failed, and bills nothing for it', async () => {
    const trace = createTrace();
    const { send } = scriptedSend(new Error('lost'));
    await errorOf(createClient(connect({ send, attempts: 2 }), { trace }).get('k'));
    expect(trace.trips).toMatchObject([{ attempts: 2, billed: 0, receivedBytes: 0 }]);
    expect(trace.trips[0]!.error).toBe('Redis cannot be reached at the moment.');
  });

  it('keeps a bounded number of trips and commands, and counts them all', async () => {
    const trace = createTrace({ maxTrips: 3, maxCommands: 5 });
    const redis = createClient(connect(), { trace });
    const key = freshKey();
    for (let i = 0; i < 6; i++) await redis.pipeline().incr(key).get(key).exec();
    expect(trace.trips.map(({ commands, billed }) => [commands.length, billed])).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ]);
    expect(trace.counts).toMatchObject({ roundTrips: 6, commands: 12 });
  });
});

describe('creditScript', () => {
  it('bills the calls to the trip that carried the reply, whatever happened meanwhile', async () => {
    const trace = createTrace();
    const transport = connect();
    const redis = createClient(transport, { trace });
    const replies = await Promise.all([
      redis.eval('return {2, "a"}', [], []),
      createClient(transport).eval('return {9, "b"}', [], []),
    ]);
    const later = await redis.pipeline().eval('return {5, "c"}', [], []).exec();
    creditScript(later[0] as object, 5);
    creditScript(replies[0] as object, 2);
    creditScript(replies[1] as object, 9);
    expect(trace.trips.map(({ billed }) => billed)).toEqual([3, 6]);
    expect(trace.counts.commands).toBe(9);
  });

  it('counts for a trip that is no longer kept', async () => {
    const trace = createTrace({ maxTrips: 0 });
    const reply = await createClient(connect(), { trace }).eval('return {4}', [], []);
    creditScript(reply as object, 4);
    expect(trace.counts.commands).toBe(5);
  });
});

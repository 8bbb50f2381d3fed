import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createTrace } from '@/lib/redis/record';
import { createSend, type Send } from '@/lib/redis/send';
import { connect, createCable, errorOf, freshKey, scriptedSend, watchedSend } from './support';

const lost = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

describe('an answer that is lost', () => {
  it('is asked for once more, and the trace says so', async () => {
    const trace = createTrace();
    const send = dropAnswers(createSend(), (request) => request === 1);
    const redis = createClient(connect({ send }), { trace });
    const key = freshKey();
    // INCR has no operation id: that it counts 2 shows that the request whose answer is lost is carried out.
    expect(await redis.incr(key)).toBe(2);
    expect(trace.trips).toMatchObject([{ attempts: 2, billed: 1 }]);
    expect(await redis.get(key)).toBe('2');
    expect(trace.trips[1]).toMatchObject({ attempts: 1 });
  });

  it.each([
    ['a connection error', lost()],
    ['502', { status: 502, body: '<html>' }],
    ['503', { status: 503, body: '{"error":"ERR no upstream"}' }],
    ['504', { status: 504 }],
  ])('is asked for again after %s', async (_, fault) => {
    const { send, requests } = scriptedSend(fault, fault, {});
    expect(await createClient(connect({ send })).set('k', 'v')).toBe('OK');
    expect(requests.map(({ body }) => body)).toEqual(Array(3).fill('["set","k","v"]'));
  });

  it.each([
    [400, '{"error":"ERR no"}'],
    [404, 'not here'],
    [413, '{"error":"ERR too large"}'],
    [429, '{"error":"ERR slow down"}'],
    [500, '{"error":"ERR broken"}'],
    [200, 'not JSON'],
    [200, '["another","shape"]'],
    [200, 'null'],
  ])('is not when there is one, of status %i: %s', async (status, body) => {
    const { send, requests } = scriptedSend({ status, body });
    await errorOf(createClient(connect({ send })).get('k'));
    expect(requests).toHaveLength(1);
  });

  it.each([1, 2, 5])('is asked for %i times at most', async (attempts) => {
    const { send, requests } = scriptedSend(lost());
    const transport = connect({ send, attempts, timeoutMs: 60_000 });
    const error = await errorOf(createClient(transport).get('k'));
    expect(error).toMatchObject({ name: 'CodedError', code: 'redis_unreachable' });
    expect(requests).toHaveLength(attempts);
  });

  it('is not asked for beyond the time limit, which the attempts share', async () => {
    const { send, requests } = scriptedSend(lost());
    await errorOf(createClient(connect({ send, attempts: 50, timeoutMs: 100 })).get('k'));
    expect(requests.length).toBeLessThan(5);
    const shares = requests.map(({ timeoutMs }) => timeoutMs);
    expect(shares[0]).toBeLessThanOrEqual(2);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(100);
  });

  it('in time for the next attempt: a silent network leaves each an even share', async () => {
    const cable = await createCable();
    const trace = createTrace();
    const { send, requests } = watchedSend();
    const redis = createClient(connect({ url: cable.url, send, timeoutMs: 3_000 }), { trace });
    const key = freshKey();
    cable.silence(true);
    const error = await errorOf(redis.incr(key));
    expect(error).toMatchObject({ code: 'redis_unreachable', retryAfterSeconds: 1 });
    expect(trace.trips[0]).toMatchObject({ attempts: 3 });
    const shares = requests.map(({ timeoutMs }) => timeoutMs);
    expect(shares).toHaveLength(3);
    for (const share of shares) expect(share).toBeLessThanOrEqual(1_000);
    cable.silence(false);
    // Every attempt has arrived.
    expect(Number(await redis.get(key))).toBe(3);
  });
});

describe('a Redis that is away', () => {
  it('is reported within the limit, and found again by the next request', async () => {
    const cable = await createCable();
    const redis = createClient(connect({ url: cable.url }));
    const key = freshKey();
    await redis.set(key, 'a');
    await cable.cut();
    const error = await errorOf(redis.get(key));
    expect(error).toMatchObject({ name: 'CodedError', code: 'redis_unreachable' });
    await cable.mend();
    expect(await redis.get(key)).toBe('a');
  });

  it('and comes back between two attempts costs no error', async () => {
    const cable = await createCable();
    const trace = createTrace();
    let isCut = false;
    const real = createSend();
    // The first attempt is over before Redis comes back, however slow the machine is.
    const send: Send = (request) =>
      real(request).catch(async (error: unknown) => {
        if (isCut) await cable.mend();
        isCut = false;
        throw error;
      });
    send.close = () => real.close!();
    const transport = connect({ url: cable.url, send, attempts: 8, timeoutMs: 60_000 });
    const redis = createClient(transport, { trace });
    const key = freshKey();
    await redis.set(key, 'a');
    await cable.cut();
    isCut = true;
    expect(await redis.get(key)).toBe('a');
    expect(trace.trips[1]!.attempts).toBeGreaterThan(1);
  });

  it('fails every caller of a shared request', async () => {
    const { send, requests } = scriptedSend(lost());
    const transport = connect({ send, attempts: 2 });
    const errors = await Promise.all(
      [1, 2, 3].map(() => errorOf(createClient(transport).get('k'))),
    );
    expect(errors.map(({ code }) => code)).toEqual(Array(3).fill('redis_unreachable'));
    expect(requests).toHaveLength(2);
  });
});

describe('errors', () => {
  it('a refused token has a code of its own and is not tried again', async () => {
    const trace = createTrace();
    const redis = createClient(connect({ token: 'another-token' }), { trace });
    const error = await errorOf(redis.get('k'));
    expect(error).toMatchObject({ name: 'CodedError', code: 'redis_unauthorized' });
    expect(trace.trips).toMatchObject([{ attempts: 1 }]);
  });

  it('say nothing of the inside', async () => {
    const cable = await createCable();
    await cable.cut();
    const token = 'a-token-that-nobody-sees';
    const broken = [
      connect({ url: cable.url, token, attempts: 1 }),
      connect({ token }),
      connect({ token, send: scriptedSend({ status: 500, body: 'at /srv/app.js:1' }).send }),
    ];
    for (const transport of broken) {
      const trace = createTrace();
      const error = await errorOf(createClient(transport, { trace }).set('user:1', 'secret'));
      expect(error.message).toMatch(
        /^Redis (cannot be reached at the moment|refused the credentials)\.$/,
      );
      expect(JSON.stringify(trace.trips)).not.toMatch(/secret|a-token|127\.0\.0\.1/);
    }
  });

  it('pass on how long to wait', async () => {
    const { send } = scriptedSend({ status: 429, body: '{}', retryAfter: '7' });
    const error = await errorOf(createClient(connect({ send })).get('k'));
    expect(error).toMatchObject({ code: 'redis_unreachable', retryAfterSeconds: 7 });
  });
});

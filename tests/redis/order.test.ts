import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { connect, freshKey, randomOf, watchedSend } from './support';

describe('what one caller starts in one turn is carried out in that order', () => {
  it('a read after a write sees it', async () => {
    const redis = createClient(connect());
    const key = freshKey();
    const replies = await Promise.all([
      redis.set(key, 'a'),
      redis.get(key),
      redis.set(key, 'b'),
      redis.get(key),
    ]);
    expect(replies).toEqual(['OK', 'a', 'OK', 'b']);
  });

  it('across single commands, pipelines and transactions', async () => {
    const redis = createClient(connect());
    const key = freshKey();
    const replies = await Promise.all([
      redis.append(key, 'a'),
      redis.pipeline().append(key, 'b').get(key).exec(),
      redis.multi().append(key, 'c').get(key).exec(),
      redis.get(key),
      redis.multi().append(key, 'd').get(key).exec(),
      redis.append(key, 'e'),
    ]);
    expect(replies).toEqual([1, [2, 'ab'], [3, 'abc'], 'abc', [4, 'abcd'], 5]);
  });

  it('when the turn holds more than one request may carry', async () => {
    const { send, requests } = watchedSend();
    const redis = createClient(connect({ send, batch: { maxCommands: 7, maxChars: 600 } }));
    const key = freshKey();
    const lengths = await Promise.all(
      Array.from({ length: 100 }, (_, i) => redis.rpush(key, i % 9 ? `${i}` : 'x'.repeat(1_000))),
    );
    expect(lengths).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(requests.length).toBeGreaterThan(14);
    for (const { body } of requests) expect(JSON.parse(body).length).toBeLessThanOrEqual(7);
  });

  it('many callers at once, each with a key of its own and all with one', async () => {
    const transport = connect();
    const key = freshKey();
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const redis = createClient(transport);
        return Promise.all([
          redis.set(`${key}:${i}`, `first ${i}`),
          redis.get(`${key}:${i}`),
          redis.incr(key),
          redis.set(`${key}:${i}`, `second ${i}`),
          redis.get(`${key}:${i}`),
        ]);
      }),
    );
    replies.forEach((own, i) => {
      expect(own).toEqual(['OK', `first ${i}`, expect.any(Number), 'OK', `second ${i}`]);
    });
    expect(new Set(replies.map(([, , count]) => count)).size).toBe(40);
  });
});

type Step = 'append' | 'get' | 'del' | 'pipeline' | 'multi' | 'fail';
const steps: Step[] = ['append', 'append', 'get', 'get', 'del', 'pipeline', 'multi', 'fail'];

/** What Redis would say to one caller's steps on one key, were they alone. */
function createModel() {
  let value = '';
  const append = (text: string) => Buffer.byteLength((value += text));
  const get = () => value || null;
  return (step: Step, text: string) => {
    if (step === 'append') return append(text);
    if (step === 'get') return get();
    if (step === 'pipeline' || step === 'multi') return [append(text), get()];
    if (step === 'fail') return 'refused';
    const had = value ? 1 : 0;
    value = '';
    return had;
  };
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'random programs of many callers give what each alone would (seed %i)',
  async (seed) => {
    const random = randomOf(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const limits = { maxCommands: 1 + pick(12), maxChars: 50 + pick(2_000) };
    const transport = connect({ batch: limits });
    const prefix = freshKey();
    await Promise.all(
      Array.from({ length: 12 }, async (_, caller) => {
        const redis = createClient(transport);
        const model = createModel();
        const key = `${prefix}:${caller}`;
        const run = (step: Step, text: string) => {
          if (step === 'append') return redis.append(key, text);
          if (step === 'get') return redis.get(key);
          if (step === 'del') return redis.del(key);
          if (step === 'fail') return redis.exec(['LPUSH', key]).catch(() => 'refused');
          const batch = step === 'multi' ? redis.multi() : redis.pipeline();
          return batch.append(key, text).get(key).exec();
        };
        for (let turn = 0; turn < 6; turn++) {
          const program = Array.from({ length: 1 + pick(10) }, (_, i) => ({
            step: steps[pick(steps.length)]!,
            text: `${turn}.${i}${'é'.repeat(pick(20))};`,
          }));
          const replies = await Promise.all(program.map(({ step, text }) => run(step, text)));
          expect(replies).toEqual(program.map(({ step, text }) => model(step, text)));
        }
      }),
    );
  },
);

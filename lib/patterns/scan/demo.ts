import type { Redis } from '@upstash/redis';
import { demoLifeMs, keys } from './keys';

type Pipeline = ReturnType<Redis['pipeline']>;
type Write = (pipeline: Pipeline, of: { prefix: string; id: number }) => string;

/** Keys written in one round trip. */
const chunk = 500;
/** Of so many keys the first are of the kinds below, the others texts. */
const cycle = 50;

/**
 * Writes demo keys of every type, three of four for three quarters of an hour, the fourth for six hours. What is written depends on the numbers alone, so a call that
 * is sent again writes the same. A round trip for each 500, 1.2 commands a key.
 *
 * @param range the number of the first, and how many
 */
export async function makeDemoKeys(
  redis: Redis,
  { prefix = 'rp', from, count }: { prefix?: string; from: number; count: number },
): Promise<void> {
  for (let first = from; first < from + count; first += chunk) {
    const pipeline = redis.pipeline();
    const until = Math.min(first + chunk, from + count);
    for (let id = first; id < until; id++) {
      const write = kinds[id % cycle];
      const px = id % 4 === 3 ? demoLifeMs : demoLifeMs / 8;
      if (write) pipeline.pexpire(write(pipeline, { prefix, id }), px);
      else pipeline.set(keys.demoSession({ prefix, id }), `of ${id % 900}`, { px });
    }
    await pipeline.exec();
  }
}

const cities = ['Aarhus', 'Bergen', 'Cádiz', 'Delft', 'Évora', 'Faro', 'Gdańsk'];
const several = <T>(count: number, make: (n: number) => T) =>
  Array.from({ length: count }, (_, n) => make(n));

const kinds: Write[] = [
  (pipeline, of) => {
    const key = keys.demoProfile(of);
    pipeline.hset(key, { name: `Person ${of.id}`, city: cities[of.id % 7], visits: of.id % 90 });
    return key;
  },
  (pipeline, { prefix, id }) => {
    const key = keys.demoVisits({ prefix, id: id - 1 });
    const pages = several(id % 9, (n) => ({ score: id + n, member: `/page/${n}` }));
    pipeline.zadd(key, { score: id, member: '/pricing' }, ...pages);
    return key;
  },
  (pipeline, of) => {
    const key = keys.demoCart(of);
    // Made anew, so that a second time does not lengthen it.
    pipeline.unlink(key).rpush(key, ...several(1 + (of.id % 12), (n) => `item-${n}`));
    return key;
  },
  (pipeline, of) => {
    const key = keys.demoTags(of);
    pipeline.sadd(key, 'demo', ...several(of.id % 8, (n) => `tag-${n}`));
    return key;
  },
  (pipeline, of) => {
    const key = keys.demoEvents(of);
    pipeline.unlink(key);
    for (const n of [1, 2, 3]) pipeline.xadd(key, `${of.id + 1}-${n}`, { event: `step-${n}` });
    return key;
  },
  (pipeline, of) => {
    const key = keys.demoVisitors(of);
    pipeline.pfadd(key, ...several(1 + (of.id % 20), (n) => `visitor-${n}`));
    return key;
  },
];

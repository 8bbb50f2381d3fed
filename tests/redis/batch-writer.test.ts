import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBatchWriter } from '@/lib/redis/batch-writer';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A writer of names, and what it has written with which operation. */
function fresh(fails: () => boolean = () => false) {
  const written: string[][] = [];
  const ids: string[] = [];
  const errors: unknown[] = [];
  const writer = createBatchWriter<string[]>({
    empty: () => [],
    write: async (batch, { id }) => {
      ids.push(id);
      if (fails()) throw new Error('Away');
      written.push(batch);
    },
    onError: (error) => errors.push(error),
  });
  return { writer, written, ids, errors, note: (name: string) => writer.note((b) => b.push(name)) };
}

test('a few notes are written together, a minute after the first', async () => {
  const { note, written } = fresh();
  note('a');
  await vi.advanceTimersByTimeAsync(59_000);
  note('b');
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(written).toEqual([['a', 'b']]);
  note('c');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(written).toHaveLength(1);
});

test('many are written within a second', async () => {
  const { note, written } = fresh();
  for (let i = 0; i < 250; i++) note(`${i}`);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(written.map((batch) => batch.length)).toEqual([250]);
});

test('where timers stand still between requests, the first answer after a minute writes', async () => {
  const { note, written, writer } = fresh();
  note('a');
  await writer.flushIfDue();
  expect(written).toEqual([]);
  // The process was frozen: time has gone on, and no timer has fired.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 120_000);
  await writer.flushIfDue();
  expect(written).toEqual([['a']]);
});

test('a batch that could not be written is sent again as it was, under its own id', async () => {
  let isAway = true;
  const { note, written, ids, errors } = fresh(() => isAway);
  note('a');
  await vi.advanceTimersByTimeAsync(61_000);
  expect(errors).toHaveLength(1);
  note('b');
  isAway = false;
  await vi.advanceTimersByTimeAsync(11_000);
  expect(written).toEqual([['a'], ['b']]);
  expect(new Set(ids.slice(0, 2)).size).toBe(1);
  expect(ids).toHaveLength(3);
});

test('what is asked for is written at once, and nothing for nothing', async () => {
  const { note, written, ids, writer } = fresh();
  await writer.flush();
  note('a');
  await Promise.all([writer.flush(), writer.flush()]);
  expect(written).toEqual([['a']]);
  expect(ids).toHaveLength(1);
});

test('it ends, though more is noted with each write', async () => {
  const written: number[] = [];
  const writer = createBatchWriter<number[]>({
    empty: () => [],
    write: async (batch) => {
      written.push(batch.length);
      writer.note((next) => next.push(1));
    },
  });
  writer.note((batch) => batch.push(1));
  await writer.flush();
  expect(written).toEqual([1]);
  await writer.flush();
  expect(written).toEqual([1, 1]);
});

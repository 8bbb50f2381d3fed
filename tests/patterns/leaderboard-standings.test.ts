import { expect, test } from 'vitest';
import { randomOf } from '../redis/support';
import { freshBoards } from '../support/leaderboards';

const fresh = freshBoards();

test('the percentile is that of the members who are no better', async () => {
  const { board } = fresh();
  await board.submit('ann', 5);
  expect((await board.rank('ann')).percentile).toBe(100);
  for (const member of ['ben', 'cyd', 'dan']) await board.submit(member, 5);
  expect((await board.rank('dan')).percentile).toBe(100);
  await board.submit('ann', 9);
  await board.submit('eve', 1);
  const percentiles = (await board.friends(['eve', 'ben', 'ann'])).standings;
  expect(percentiles.map(({ percentile }) => percentile)).toEqual([100, 80, 20]);
});

test('friends stand in the order of the board, and strangers to it last', async () => {
  const { board } = fresh();
  for (const member of ['zoe', 'ann']) await board.submit(member, 5);
  await board.submit('top', 8);
  const { members, standings } = await board.friends(['nobody', 'ann', 'zoe', 'ann']);
  expect(members).toBe(3);
  expect(standings.map(({ member, rank }) => [member, rank])).toEqual([
    ['zoe', 2],
    ['ann', 2],
    ['nobody', null],
  ]);
  expect(standings.at(-1)).toEqual({
    member: 'nobody',
    score: null,
    rank: null,
    percentile: null,
  });
});

test('a page has as many lines as were asked for, and says whether there are more', async () => {
  const { board } = fresh();
  for (const [index, member] of ['cyd', 'ben', 'ann'].entries()) await board.submit(member, index);
  const page = async (offset: number, limit: number) => {
    const { rows, hasMore } = await board.page('all', offset, limit);
    return [...rows.map(({ member }) => member), hasMore];
  };
  expect(await page(0, 2)).toEqual(['ann', 'ben', true]);
  expect(await page(1, 1)).toEqual(['ben', true]);
  expect(await page(1, 2)).toEqual(['ben', 'cyd', false]);
  expect(await page(3, 2)).toEqual([false]);
});

test('names that look alike are not alike, and any text is a name', async () => {
  const { board } = fresh();
  const names = [
    'ann',
    'ａnn',
    'аnn',
    'Ann',
    'ann ',
    '00123',
    '123',
    '💡',
    'é',
    'e\u0301',
    '{a}:b',
  ];
  for (const [index, name] of names.entries()) await board.submit(name, index);
  expect((await board.top('all', 20)).map(({ member }) => member)).toEqual(names.toReversed());
  for (const [index, name] of names.entries())
    expect(await board.rank(name)).toMatchObject({ score: index, rank: names.length - index });
});

test('a search finds the exact name first, then those that begin with it', async () => {
  const { board } = fresh();
  for (const name of ['anna', 'ann', 'an', 'annabel', 'Ann', 'bo', 'ann-'])
    await board.submit(name, name.length);
  const found = async (prefix: string) =>
    (await board.search(prefix)).standings.map(({ member }) => member);
  expect(await found('ann')).toEqual(['ann', 'ann-', 'anna', 'annabel']);
  expect(await found('b')).toEqual(['bo']);
  expect(await found('x')).toEqual([]);
  expect((await board.search('an', 'all', 2)).standings).toMatchObject([
    { member: 'an', rank: 6 },
    { member: 'ann', rank: 4 },
  ]);
});

test('the distribution has every member in one step, and its ends are the worst and the best', async () => {
  const { board } = fresh('latest');
  expect(await board.distribution()).toEqual({ members: 0, steps: [] });
  const random = randomOf(5);
  const scores = Array.from({ length: 60 }, () => Math.floor(random() * 140) - 70);
  for (const [index, score] of scores.entries()) await board.submit(`m${index}`, score);
  const { members, steps } = await board.distribution();
  expect(members).toBe(60);
  expect(steps[0]?.from).toBe(Math.min(...scores));
  expect(steps.at(-1)?.to).toBe(Math.max(...scores));
  for (const step of steps)
    expect(step.members).toBe(scores.filter((s) => step.from <= s && s <= step.to).length);
  const { board: flat } = fresh();
  await flat.submit('ann', 0);
  expect(await flat.distribution()).toEqual({
    members: 1,
    steps: [{ from: 0, to: 0, members: 1 }],
  });
});

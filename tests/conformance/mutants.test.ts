import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { broken, testsOf } from '../mutants/mutant';
import { rooms } from '../mutants/rooms';
import { roomSlugs, root } from '../support/rooms';

test('every room has mutants, and nothing else has', async () => {
  expect(Object.keys(rooms).sort()).toEqual((await roomSlugs()).sort());
});

describe.each(Object.entries(rooms))('the mutants of %s', (slug, room) => {
  test('break what stands just once in a file', async () => {
    for (const mutant of room.mutants)
      await expect(broken(root, slug, mutant), mutant.name).resolves.toBeTypeOf('string');
  });

  test('break every script of the room', async () => {
    const files = await readdir(path.join(root, 'lib/patterns', slug));
    const scripts = files.filter((file) => file.endsWith('.lua'));
    expect(room.mutants.map(({ file }) => file)).toEqual(expect.arrayContaining(scripts));
  });

  test('are each told apart, and judged by tests that there are', async () => {
    const names = room.mutants.map(({ file, name }) => `${file}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
    const tests = [
      ...(await testsOf(root, slug, room)),
      ...room.mutants.flatMap(({ tests: own = [] }) => own),
    ];
    expect(tests.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

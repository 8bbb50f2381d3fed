import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testRedis } from '../support/redis';
import { roomSlugs, root, scan } from '../support/rooms';

const documents = [
  'README.md',
  ...(await roomSlugs()).map((slug) => `lib/patterns/${slug}/README.md`),
];
const folder = path.join(root, '.cache/readme-snippets');

const deleteKeys = async () => {
  const { redis } = testRedis();
  for (const key of await scan(redis, '{readme*')) await redis.unlink(key);
};
beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await deleteKeys();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await deleteKeys();
});

describe.each(documents)('%s', async (document) => {
  const text = await readFile(path.join(root, document), 'utf8');
  const snippets = [...text.matchAll(/^```ts run\n(.*?)^```/gms)].map(([, code]) => code as string);

  test('has a snippet that runs', () => expect(snippets).not.toHaveLength(0));

  test.each(snippets.map((code, index) => [index + 1, code] as const))(
    'snippet %i prints what it says',
    async (number, code) => {
      const file = path.join(folder, `${document.replace(/\W/g, '-')}-${number}.ts`);
      await writeFile(file, code);
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
      try {
        await import(file);
        const printed = log.mock.calls.map(([value]) => JSON.stringify(value));
        const said = [...code.matchAll(/console\.log\(.*\); \/\/ → (.*)$/gm)].map(([, v]) => v);
        expect(said).not.toHaveLength(0);
        expect(printed).toEqual(said);
      } finally {
        log.mockRestore();
      }
    },
  );
});

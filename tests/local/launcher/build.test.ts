import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hashSources } from '@/lib/local/build';
import { temporaryFolder } from './support';

function project() {
  const root = temporaryFolder();
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write('app/page.tsx', 'one');
  write('next.config.js', 'one');
  return { root, write };
}

it.each(['app/page.tsx', 'lib/new/file.lua', 'content/new.md', 'package-lock.json', '.env'])(
  'a change of %s asks for a new build',
  async (file) => {
    const { root, write } = project();
    const before = await hashSources(root);
    write(file, 'two');
    expect(await hashSources(root)).not.toBe(before);
  },
);

it.each(['tests/a.test.ts', 'lib/local/start.ts', 'server.log', '.next/a.js', 'README.md'])(
  'a change of %s does not',
  async (file) => {
    const { root, write } = project();
    const before = await hashSources(root);
    write(file, 'two');
    expect(await hashSources(root)).toBe(before);
  },
);

it('a file that moves or goes asks for one', async () => {
  const { root, write } = project();
  const before = await hashSources(root);
  rmSync(path.join(root, 'app/page.tsx'));
  const without = await hashSources(root);
  write('app/other.tsx', 'one');
  expect(new Set([before, without, await hashSources(root)]).size).toBe(3);
});

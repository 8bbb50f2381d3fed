import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { allOperations, catalogue } from '@/lib/catalogue';
import { proofs } from '@/lib/proofs';
import { roomSlugs, root } from '../support/rooms';

const has = (...parts: string[]) => existsSync(path.join(root, ...parts));

describe.each(await roomSlugs())('the room %s', (slug) => {
  const pattern = catalogue.find((candidate) => candidate.slug === slug);

  test('is in the catalogue, with a proof', () => {
    expect(pattern).toBeDefined();
    expect(Object.keys(proofs)).toContain(slug);
  });

  test.each(['README.md', 'contract.ts', 'index.ts', 'keys.ts', 'proof.ts'])('has %s', (file) => {
    expect(has('lib/patterns', slug, file)).toBe(true);
  });

  test('has a page, a test and the exercises of its costs', () => {
    expect(has('app/(patterns)', pattern?.page ?? '?', 'page.tsx')).toBe(true);
    expect(has('tests/patterns', `${slug}.test.ts`)).toBe(true);
    expect(has('tests/conformance/costs', `${slug}.ts`)).toBe(true);
  });
});

test('the catalogue has no pattern without a room, and none twice', async () => {
  const slugs = catalogue.map((pattern) => pattern.slug);
  expect([...slugs].sort()).toEqual((await roomSlugs()).sort());
  expect(new Set(catalogue.map(({ page }) => page)).size).toBe(slugs.length);
});

describe('routes', () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

  async function routeFiles(): Promise<string[]> {
    const files = await readdir(path.join(root, 'app/api'), { recursive: true });
    return files.filter((file) => file.endsWith('route.ts') && !file.startsWith('[...'));
  }

  /** app/api/users/[id]/clicks/route.ts serves /api/users/{id}/clicks. */
  const pathOf = (file: string) =>
    `/api/${path.dirname(file).split(path.sep).join('/')}`.replace(/\[(\w+)\]/g, '{$1}');

  test('serve just the operations of the catalogue', async () => {
    const served: string[] = [];
    for (const file of await routeFiles()) {
      const route = (await import(path.join(root, 'app/api', file))) as Record<string, unknown>;
      expect(route, `${file} answers no preflight`).toHaveProperty('OPTIONS');
      for (const method of methods) if (method in route) served.push(`${method} ${pathOf(file)}`);
    }
    const stated = allOperations().map(({ method, path: at }) => `${method} ${at}`);
    expect(served.sort()).toEqual(stated.sort());
  });
});

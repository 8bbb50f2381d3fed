import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A way to break a room that some test has to notice. */
export interface Mutant {
  /** The room's file that is broken: a Lua script, or the TypeScript where the mechanism is. */
  file: string;
  /** What is broken, in plain English. */
  name: string;
  /** Text that stands in the file just once. */
  find: string;
  /** What stands there instead. */
  replace: string;
  /** The test files that judge it, where not all of the room's have to. */
  tests?: readonly string[];
}

/** The mutants of a room. */
export interface Mutants {
  /** The test files that judge them, where it is not those of tests/patterns that begin with the room's name. */
  tests?: readonly string[];
  mutants: readonly Mutant[];
}

/** Where a room's file is, below the project's root. */
export const pathOf = (slug: string, file: string) => path.join('lib/patterns', slug, file);

/** The test files that judge the mutants of a room, below the project's root. */
export async function testsOf(
  root: string,
  slug: string,
  { tests }: Mutants,
): Promise<readonly string[]> {
  if (tests) return tests;
  const isOwn = (name: string) =>
    name.endsWith('.test.ts') && (name.startsWith(`${slug}.`) || name.startsWith(`${slug}-`));
  const names = await readdir(path.join(root, 'tests/patterns'));
  return names
    .filter(isOwn)
    .sort()
    .map((name) => `tests/patterns/${name}`);
}

/**
 * The broken file's text.
 *
 * @throws Error where what is to be replaced does not stand there just once: the list has gone stale
 */
export async function broken(root: string, slug: string, { file, name, find, replace }: Mutant) {
  const text = await readFile(path.join(root, pathOf(slug, file)), 'utf8');
  const times = text.split(find).length - 1;
  if (times !== 1 || find === replace)
    throw new Error(
      `${pathOf(slug, file)} cannot be broken (${name}): the text is there ${times} times`,
    );
  return text.replace(find, () => replace);
}

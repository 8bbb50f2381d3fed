import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface RoomFile {
  name: string;
  text: string;
}

/** In the order of reading: what it is, what it does, then the rest by name. */
const first = ['README.md', 'index.ts', 'contract.ts', 'keys.ts'];

/**
 * The files of a room, as the routes import them. Called while pages are built, never at a request: a
 * serverless host has no sources to read.
 */
export async function readRoom(slug: string): Promise<RoomFile[]> {
  const folder = path.join(process.cwd(), 'lib', 'patterns', slug);
  const names = (await readdir(folder)).filter((name) => /\.(ts|lua|md)$/.test(name));
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  names.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })),
  );
}

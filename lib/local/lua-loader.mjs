import { readFile } from 'node:fs/promises';
import { register } from 'node:module';

// Lets a process of its own import a room: `node --import tsx --import ./lib/local/lua-loader.mjs FILE`.
// Node knows no modules of type text, so the import's attribute is answered before Node looks at it.
if (!import.meta.url.endsWith('?hooks')) register(`${import.meta.url}?hooks`);

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  if (!specifier.endsWith('.lua')) return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, shortCircuit: true, format: 'module' };
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!url.endsWith('.lua')) return next(url, context);
  const text = await readFile(new URL(url), 'utf8');
  return {
    format: 'module',
    source: `export default ${JSON.stringify(text)};`,
    shortCircuit: true,
  };
}

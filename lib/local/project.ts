import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project, wherever the command was called from. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What was fetched or built once for this machine: safe to delete, since the next start makes it again. */
export const cacheFolder = path.join(projectRoot, '.cache');

/** What the services keep: deleting it loses data. */
export const dataFolder = path.join(projectRoot, '.data');

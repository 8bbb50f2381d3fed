import 'server-only';
import { createHandle } from '../http/handle';
import { admit } from './admit';

/** Makes a route handler behind this app's guard. */
export const handle = createHandle(admit);

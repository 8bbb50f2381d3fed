import 'server-only';
import { after } from 'next/server';
import type { RunAfter } from '../http/background';
import { createHandle } from '../http/handle';
import { admit } from './admit';

// Where no Next serves the request, as in a test that calls a handler, nothing freezes the process either.
const runAfter: RunAfter = process.env.NEXT_RUNTIME ? after : (work) => void work();

/** Makes a route handler behind this app's guard. */
export const handle = createHandle(admit, runAfter);

/** The same for an answer that lasts for minutes: what is put off does not wait for its end. */
export const handleStream = createHandle(admit, (work) => void work());

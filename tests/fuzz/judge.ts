import { allOperations } from '@/lib/catalogue';
import { errorCodes, type ErrorCode } from '@/lib/errors';
import { problem } from '@/lib/http/problem';

/** What was answered, as far as it is looked at. */
export interface Answer {
  status: number;
  type: string | undefined;
  body: string;
}

/** Longer than any answer to a small request works, in milliseconds of the processor. */
export const maxCpuMs = 2_000;

/** Answers of Node's own parser, which come before any code of this project: the headers were too long. */
const ofTheParser = [431];

/** Says what is wrong with an answer of an operation; undefined where nothing is. */
export function faultOf({ method, path }: { method: string; path: string }, answer: Answer) {
  const { status, type, body } = answer;
  if (status < 400 || ofTheParser.includes(status)) return undefined;
  if (type !== 'application/problem+json') return `${status} with a body of type ${type}`;
  const { success, data } = problem.safeParse(parse(body));
  if (!success) return `${status} with a body that is no problem document`;
  if (data.status !== status) return `${status} with a document that says ${data.status}`;
  const known = errorCodes[data.code as ErrorCode] as { status: number } | undefined;
  if (known?.status !== status) return `${status} with the code ${data.code}, which is none of it`;
  // Redis and Postgres are there: only what an operation itself states as a failure is meant.
  const stated = allOperations().find((it) => it.method === method && it.path === path)?.errors;
  if (status >= 500 && !stated?.includes(data.code)) return `${status} ${data.code}`;
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { userLine, type LineError, type UserLine } from './contract-bulk';
import { keys, userMs } from './keys';
import type { Outcome, Step } from './steps';

/** What was read of one line: its text, or why there is none. */
export type Line = { text: string } | { problem: string };

/** One line of an import: a user, what is wrong with it, or nothing. */
export interface Entry {
  line: number;
  user?: UserLine;
  error?: LineError;
}

/** Commands of one user: as many as the snippet has. */
export const stepsPerUser = 4;

/** What is kept of the name of an unknown field, in characters: a thousand errors may each have one. */
const maxNameShown = 64;

/** Writes a user, all in one slot. Every step may come twice. */
export function userSteps(prefix: string, { id: user, name, email, roles }: UserLine): Step[] {
  const profileKey = keys.profile({ prefix, user });
  const rolesKey = keys.roles({ prefix, user });
  const [first = '', ...others] = roles;
  return [
    (batch) => batch.hset(profileKey, { name, email }),
    (batch) => batch.sadd(rolesKey, first, ...others),
    (batch) => batch.pexpire(profileKey, userMs),
    (batch) => batch.pexpire(rolesKey, userMs),
  ];
}

/** Reads one line of an upload. Blank lines are neither users nor errors. */
export function parseLine(line: number, read: Line): Entry {
  const failed = (field: string, message: string) => ({ line, error: { line, field, message } });
  if ('problem' in read) return failed('', read.problem);
  if (read.text.trim() === '') return { line };
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch {
    return failed('', 'Not valid JSON');
  }
  const parsed = userLine.safeParse(value);
  if (parsed.success) return { line, user: parsed.data };
  const issue = parsed.error.issues[0]!;
  // Names that UTF-8 cannot write, or that fill the line, are the sender's own.
  const field = issue.code === 'unrecognized_keys' ? issue.keys[0]! : issue.path.join('/');
  return failed(
    field.slice(0, maxNameShown).toWellFormed(),
    issue.code === 'unrecognized_keys' ? 'Unknown field' : issue.message,
  );
}

/** The first refusal among a user's outcomes, as the error of its line. */
export function refusalOf(line: number, outcomes: readonly Outcome[]): LineError | undefined {
  const refused = outcomes.find((outcome) => !outcome.ok);
  return refused?.ok === false ? { line, field: '', message: refused.error } : undefined;
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Operation } from '@/lib/contract';
import { send, type Call } from '../support/api';
import type { TestUser } from '../support/callers';
import { root } from '../support/rooms';

/** A call, or how to make one of what the calls before it left. */
type Prepared = Call | (() => Promise<Call>);

/** How one stated cost of an operation is brought about. */
export interface Exercise {
  operation: Operation;
  /** The `of` of the cost that this call has. */
  of: string;
  /** Calls that come before and are not counted: of the same operation, where none is named. */
  before?: (Prepared & { operation?: Operation })[];
  call: Prepared;
}

const folder = path.join(root, 'tests/conformance/costs');

/** The exercises of every room. */
export async function allExercises(): Promise<Exercise[]> {
  const files = await readdir(folder);
  const modules = await Promise.all(
    files.map((file) => import(path.join(folder, file)) as Promise<{ exercises: Exercise[] }>),
  );
  return modules.flatMap((module) => module.exercises);
}

type Asked = Call & { operation?: Operation };

export const ready = async (prepared: Asked | (() => Promise<Call>)): Promise<Asked> =>
  typeof prepared === 'function' ? prepared() : prepared;

/** Sends a prepared call; where not anyone may, and it does not say who sends it, as one who may do everything. */
export async function ask(
  operation: Operation,
  { operation: other, ...call }: Asked,
  admin: TestUser,
): Promise<Response> {
  const asked = other ?? operation;
  const identity = asked.tier === 'anyone' ? {} : admin.cookie;
  const answer = await send(asked, { ...call, headers: { ...identity, ...call.headers } });
  if (!answer.ok) throw new Error(`${operation.path}: ${await answer.text()}`);
  return answer;
}

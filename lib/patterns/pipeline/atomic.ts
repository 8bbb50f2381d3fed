import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { newOperationId } from '../../redis/operation-id';
import { defaultBounds, frameBytes } from './chunks';
import { checkRepeatable } from './repeatable';
import { checkGroup, runScript, type Once } from './script-batch';
import { noReply, sendSteps, settle } from './send';
import { encode, type Encoded, type Outcome, type Step } from './steps';

/** The most commands of one moment: Redis serves nobody else meanwhile. */
const maxAtomic = 1_000;

export interface AtomicOptions {
  /** Makes the batch happen once, so that its steps may be of any kind. */
  once?: Once;
  /** Says that the batch may be carried out twice where an answer is lost. */
  atLeastOnce?: boolean;
}

/** A dependent batch always has an identity; one is made where none is given. */
export type DependentOptions = Omit<Once, 'operationId'> & Partial<Once>;

export async function runAtomic(
  redis: Redis,
  steps: readonly Step[],
  prefix: string,
  { once, atLeastOnce = false }: AtomicOptions,
): Promise<Outcome[]> {
  if (steps.length === 0) return [];
  const encoded = await encode(redis, steps);
  if (encoded.some(({ replies }) => replies.size > 0)) noReply();
  checkSize(encoded);
  if (once) return runOnce(redis, encoded, { ...once, prefix });
  if (!atLeastOnce) checkRepeatable(encoded);
  return settle(steps.length, () => sendSteps(redis, 'multi', steps));
}

export async function runDependent(
  redis: Redis,
  steps: readonly Step[],
  prefix: string,
  { group, operationId = newOperationId() }: DependentOptions,
): Promise<Outcome[]> {
  if (steps.length === 0) return [];
  const encoded = await encode(redis, steps);
  checkSize(encoded);
  return runOnce(redis, encoded, { group, operationId, prefix });
}

function runOnce(redis: Redis, encoded: readonly Encoded[], once: Once & { prefix: string }) {
  checkGroup(encoded, once.prefix, once.group);
  return settle(encoded.length, () => runScript(redis, encoded, once));
}

/** @throws CodedError `invalid_request`: one moment cannot be cut into several */
function checkSize(steps: readonly Encoded[]): void {
  const bytes = steps.reduce((sum, step) => sum + step.bytes, frameBytes);
  if (steps.length > maxAtomic || bytes > defaultBounds.serverBytes)
    throw new CodedError(
      'invalid_request',
      `An atomic batch holds ${maxAtomic} commands and ${defaultBounds.serverBytes} bytes at the most; this one has ${steps.length} and ${bytes}.`,
    );
}

import { CodedError } from '../errors';
import type { ClaimedJob, Outcome } from '../patterns/queue';
import { maxResultBytes } from '../patterns/queue/contract-schemas';
import { HopelessError, JobError, type JobContext, type JobServices } from './job-type';
import { jobTypes } from './job-types';

export interface RunOptions extends Pick<JobContext, 'signal' | 'progress'> {
  queue: string;
  services: JobServices;
}

/** Does the work of one job. @returns how it went; it never throws */
export async function runJob(job: ClaimedJob, options: RunOptions): Promise<Outcome> {
  const { id, token } = job;
  const failed = (error: string, retry: boolean): Outcome => ({
    id,
    token,
    outcome: 'failed',
    error,
    retry,
  });
  const type = jobTypes.get(job.name);
  if (!type) return failed(`No worker here knows how to do "${job.name}"`, false);
  const data = type.data.safeParse(job.data);
  if (!data.success) {
    const [issue] = data.error.issues;
    return failed(
      `Not what a ${job.name} needs: ${issue?.path.join('/')} ${issue?.message}`,
      false,
    );
  }
  const { queue, signal, progress, services } = options;
  try {
    const result = (await type.run(data.data, {
      key: `${queue}:${id}:${job.createdAt}`,
      attempt: job.attempt,
      signal,
      progress,
      services,
    })) as Extract<Outcome, { outcome: 'done' }>['result'];
    if (Buffer.byteLength(JSON.stringify(result ?? null)) > maxResultBytes)
      return failed('The result is too large to be kept', false);
    return { id, token, outcome: 'done', result: result ?? null };
  } catch (error) {
    // Not its own fault: the worker stops, or the lease is lost and this is stale.
    if (signal.aborted) return { id, token, outcome: 'released' };
    return failed(messageOf(error), !(error instanceof HopelessError));
  }
}

/** What may be shown of an error: lists of jobs are for all to see, and others' messages tell of the inside. */
function messageOf(error: unknown): string {
  if (error instanceof JobError || error instanceof CodedError) return error.message;
  console.error('A job failed', error);
  const { code } = ((error as Error).cause ?? error) as { code?: unknown };
  return typeof code === 'string' ? `It failed with ${code}` : 'It failed; the log says why';
}

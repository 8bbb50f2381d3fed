import { CodedError } from '../errors';
import type { NewJob } from '../patterns/queue';
import { importRows } from './import-rows';
import type { JobType } from './job-type';
import { report } from './report';
import { webhook } from './webhook';

/** What the workers of this app can do, by the names of the jobs. */
export const jobTypes: Readonly<Record<string, JobType>> = {
  report: report as JobType,
  'import-rows': importRows as JobType,
  webhook: webhook as JobType,
};

/**
 * Jobs with their data as their types have it. Others are left as they are: they may be meant for workers that
 * somebody else runs.
 *
 * @throws CodedError `invalid_request` where the data of a known type is not as it should be
 */
export function checkedJobs<J extends NewJob>(jobs: readonly J[]): J[] {
  return jobs.map((job, index) => {
    const parsed = jobTypes[job.name]?.data.safeParse(job.data);
    if (parsed === undefined) return job;
    if (parsed.success) return { ...job, data: parsed.data as J['data'] };
    const fields = parsed.error.issues.slice(0, 5).map(({ path, message }) => ({
      field: ['body', index, 'data', ...path].join('/'),
      message,
    }));
    throw new CodedError('invalid_request', `Not what a ${job.name} needs.`, { fields });
  });
}

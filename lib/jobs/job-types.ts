import { CodedError } from '../errors';
import type { Caller } from '../http/admission';
import type { NewJob } from '../patterns/queue';
import { importRows } from './import-rows';
import type { JobType } from './job-type';
import { report } from './report';
import { webhook } from './webhook';

/** What the workers of this app can do, by the names of the jobs. */
export const jobTypes: ReadonlyMap<string, JobType> = new Map([
  ['report', report as JobType],
  ['import-rows', importRows as JobType],
  ['webhook', webhook as JobType],
]);

/**
 * Jobs with their data as their types have it. Others are left as they are: they may be meant for workers that
 * somebody else runs.
 *
 * @param tier of who enqueues them
 * @throws CodedError `invalid_request` where the data of a known type is not as it should be, `forbidden` if the type
 *   is for admins and the caller is not one
 */
export function checkedJobs<J extends NewJob>(jobs: readonly J[], tier: Caller['tier']): J[] {
  return jobs.map((job, index) => {
    const type = jobTypes.get(job.name);
    if (!type) return job;
    const parsed = type.data.safeParse(job.data);
    if (parsed.success) {
      if (type.tier(parsed.data) === 'admin' && tier !== 'admin')
        throw new CodedError('forbidden', `A ${job.name} of this kind needs the role admin.`);
      return { ...job, data: parsed.data as J['data'] };
    }
    const fields = parsed.error.issues.slice(0, 5).map(({ path, message }) => ({
      field: ['body', index, 'data', ...path].join('/'),
      message,
    }));
    throw new CodedError('invalid_request', `Not what a ${job.name} needs.`, { fields });
  });
}

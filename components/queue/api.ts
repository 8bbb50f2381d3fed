import type { ResultOf } from '@/lib/contract';
import type {
  ClaimedJob,
  Edit,
  Job,
  JobPage,
  JobSummary,
  NewJob,
  queuePattern,
  QueueName,
  QueueStats,
  State,
} from '@/lib/patterns/queue/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof queuePattern)['operations'];

const jobs = '/api/queues/{queue}/jobs';

export const enqueueJobs = endpoint<Operations['enqueueJobs']>('POST', jobs);
export const listJobs = endpoint<Operations['listJobs']>('GET', jobs);
export const readJob = endpoint<Operations['readJob']>('GET', '/api/queues/{queue}/jobs/{id}');
export const ackJob = endpoint<Operations['ackJob']>('POST', '/api/queues/{queue}/jobs/{id}/ack');
export const readQueue = endpoint<Operations['readQueue']>('GET', '/api/queues/{queue}');
export const changeQueue = endpoint<Operations['changeQueue']>('PATCH', '/api/queues/{queue}');
export const claimJobs = endpoint<Operations['claimJobs']>('POST', '/api/queues/{queue}/claims');
export const drainQueue = endpoint<Operations['drainQueue']>('POST', '/api/queues/{queue}/drain');
export const editJobs = endpoint<Operations['editJobs']>('POST', '/api/queues/{queue}/edits');
export const replayDead = endpoint<Operations['replayDead']>('POST', '/api/queues/{queue}/replays');

export type Drained = ResultOf<Operations['drainQueue']>;
export type { ClaimedJob, Edit, Job, JobPage, JobSummary, NewJob, QueueName, QueueStats, State };

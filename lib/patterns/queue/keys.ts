import { defineKey } from '../../redis/keys';
import { maxJobs } from './contract-schemas';

/** How long a call that is sent again is recognised. */
export const receiptMs = 10 * 60_000;
/** How long a resent claim is: there are many more of them, and a worker does not come back to an old one. */
export const claimReceiptMs = 60_000;

const most = `At most ${maxJobs.toLocaleString('en')} jobs`;

/** Every key of this room. The scripts get the first two of a queue, and the receipt where one is kept. */
export const keys = {
  jobs: defineKey('{<prefix>:queue:<queue>}:jobs', `${most}, the queue's figures by minute`, {
    why: 'A job is data until it is done or dead, which are kept for a time and in bounded number',
  }),
  schedule: defineKey(
    '{<prefix>:queue:<queue>}:schedule',
    `${most} by what is due when: claim, end of delay or lease, deletion`,
    { why: 'It has just the jobs of the hash beside it' },
  ),
  receipt: defineKey('{<prefix>:queue:<queue>}:receipt:<id>', 'What one call added or changed', {
    withinMs: receiptMs,
  }),
  claim: defineKey('{<prefix>:queue:<queue>}:claim:<id>', 'Which jobs one call claimed', {
    withinMs: claimReceiptMs,
  }),
  webhookSecret: defineKey(
    '{<prefix>:webhooks}:secret',
    'What webhooks are signed with where WEBHOOK_SECRET is not set',
    { why: 'One key a deployment; its receivers know it' },
  ),
};

/** Where a queue lies, with the two keys that all of its scripts get: made once, because a busy worker asks often. */
export interface Place {
  prefix: string;
  queue: string;
  jobs: string;
  schedule: string;
  /** Where the queue rings while a worker listens. */
  channel: string;
}

export function locate(prefix: string, queue: string): Place {
  const place = { prefix, queue };
  const jobs = keys.jobs(place);
  return { ...place, jobs, schedule: keys.schedule(place), channel: `${jobs}:bell` };
}

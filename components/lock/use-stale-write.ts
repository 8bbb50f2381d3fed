'use client';

import { useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { showToast } from '../ui/toasts';
import { acquireLock, releaseLock, writeGuarded, type Granted } from './api';
import { isProblem } from './contender';

const shortTtlMs = 500;
const longTtlMs = 10_000;

/** One call, and what the API said. */
export interface Step {
  who: 'ann' | 'ben';
  what: string;
  status: number;
  said: string;
}

/** Ann takes a lock and is silent past its TTL, Ben takes it after her, and then Ann writes. */
export function useStaleWrite() {
  const send = useCall();
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [running, setRunning] = useState(false);

  async function play() {
    const params = { resource: `stale-${crypto.randomUUID().slice(0, 8)}` };
    const say = (step: Step) => setSteps((all) => [...all, step]);
    /** Makes a call that is to be refused with this code. */
    const refused = async (
      who: Step['who'],
      what: string,
      code: string,
      call: Promise<unknown>,
    ) => {
      try {
        await call;
        say({ who, what, status: 200, said: 'accepted' });
      } catch (error) {
        if (!isProblem(error, code)) throw error;
        say({ who, what, status: error.problem.status, said: error.problem.detail });
      }
    };
    const take = async (owner: Step['who'], ttlMs: number, waitMs: number) => {
      const { data, status } = await send(
        acquireLock,
        { params, body: { ttlMs, owner, waitMs } },
        { label: `${owner} takes the lock` },
      );
      say({ who: owner, what: 'takes the lock', status, said: `fence ${data.fence}` });
      return data;
    };
    const write = ({ token, fence }: Granted, value: string) =>
      send(writeGuarded, { params, body: { token, fence, value } }, { label: `Write ${value}` });

    setSteps([]);
    setRunning(true);
    try {
      const ann = await take('ann', shortTtlMs, 0);
      // She does not extend it. The API lets Ben wait for his turn.
      const ben = await take('ben', longTtlMs, 5_000);
      const { status } = await write(ben, 'by ben');
      say({ who: 'ben', what: 'writes', status, said: 'accepted' });
      await refused('ann', 'writes', 'stale_fence', write(ann, 'by ann'));
      const release = ({ token }: Granted, label: string) =>
        send(releaseLock, { params, body: { token } }, { label });
      await refused('ann', 'releases', 'lock_lost', release(ann, 'ann releases'));
      const { status: released } = await release(ben, 'ben releases');
      say({ who: 'ben', what: 'releases', status: released, said: 'his own lock' });
      announce('The stale write was refused');
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      void showToast('error', 'It was cut short', error.problem.detail);
    } finally {
      setRunning(false);
    }
  }
  return { steps, running, play };
}

import {
  describeKeys,
  listKeys,
  makeDemoKeys,
  measureKeys,
  summarizeKeys,
} from '@/lib/patterns/scan/contract';
import {
  cancelSweep,
  createSweep,
  readSweep,
  stepSweep,
  type Sweep,
} from '@/lib/patterns/scan/contract-sweeps';
import { deleteKey, readKey } from '@/lib/patterns/scan/contract-values';
import { send } from '../../support/api';
import { makeUser } from '../../support/callers';
import { testRedis } from '../../support/redis';
import type { Exercise } from '../exercise';

const match = 'rp:demo:*';
const made = [{ operation: makeDemoKeys, body: { count: 100 } }];
const text = 'rp:demo:session:7';
const dryRun = { match, action: 'delete' };

/** What one admin does, who is made anew: the database is emptied before each call. */
async function admin() {
  const headers = (await makeUser(testRedis().redis, { admin: true })).cookie;
  const begin = async (body: object) =>
    ((await (await send(createSweep, { body, headers })).json()) as Sweep).id;
  const finish = async (body: object) => {
    const params = { id: await begin(body) };
    await send(stepSweep, { params, body: {}, headers });
    return params;
  };
  const afterDryRun = async () => {
    const { id } = await finish(dryRun);
    return { ...dryRun, dryRun: false, confirm: match, dryRunId: id };
  };
  return { headers, begin, finish, afterDryRun };
}
const aDryRun = async () => {
  const { headers, begin } = await admin();
  return { headers, params: { id: await begin(dryRun) } };
};

export const exercises: Exercise[] = [
  {
    operation: listKeys,
    of: 'up to 1,000 keys of the database',
    before: made,
    call: { query: { match } },
  },
  {
    operation: listKeys,
    of: 'one key by its name',
    before: made,
    call: { query: { match: text } },
  },
  {
    operation: describeKeys,
    of: '50 keys',
    before: made,
    call: { body: { keys: Array.from({ length: 50 }, () => text) } },
  },
  { operation: measureKeys, of: 'a look', call: {} },
  {
    operation: summarizeKeys,
    of: '100 keys of a database of up to 1,000',
    before: made,
    call: { query: { match } },
  },
  { operation: summarizeKeys, of: 'a pattern that nothing matches', call: { query: { match } } },
  { operation: makeDemoKeys, of: '1,000 keys', call: { body: { count: 1_000 } } },
  {
    operation: readKey,
    of: 'a page of a text, list, set, sorted set, hash or stream',
    before: made,
    call: { query: { key: text } },
  },
  {
    operation: readKey,
    of: 'a page of a HyperLogLog; of what is no text otherwise, a command less',
    before: made,
    call: { query: { key: 'rp:demo:visitors:5' } },
  },
  { operation: deleteKey, of: 'a deletion', before: made, call: { query: { key: text } } },
  { operation: createSweep, of: 'a dry run', call: { body: dryRun } },
  {
    operation: createSweep,
    of: 'the sweep that follows it',
    call: async () => {
      const { headers, afterDryRun } = await admin();
      return { headers, body: await afterDryRun() };
    },
  },
  {
    operation: readSweep,
    of: 'a look',
    call: aDryRun,
  },
  {
    operation: stepSweep,
    of: 'the first step over up to 1,000 keys, only counting',
    before: made,
    call: async () => ({ ...(await aDryRun()), body: {} }),
  },
  {
    operation: stepSweep,
    of: 'the first step, deleting 100 keys',
    before: made,
    call: async () => {
      const { headers, begin, afterDryRun } = await admin();
      return { headers, params: { id: await begin(await afterDryRun()) }, body: {} };
    },
  },
  {
    operation: stepSweep,
    of: 'a step when it is over',
    call: async () => {
      const { headers, finish } = await admin();
      return { headers, params: await finish(dryRun), body: {} };
    },
  },
  {
    operation: cancelSweep,
    of: 'a cancellation',
    call: aDryRun,
  },
];

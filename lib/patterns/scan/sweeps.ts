import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import beginSource from './begin.lua' with { type: 'text' };
import cancelSource from './cancel.lua' with { type: 'text' };
import type { Sweep, SweepRequest, SweepStep } from './contract-sweeps';
import createSource from './create.lua' with { type: 'text' };
import endSource from './end.lua' with { type: 'text' };
import { keys, receiptMs, sweepLifeMs } from './keys';
import { noProgress, toSweep, type SweepRecord } from './sweep-record';
import { work, type StepBudget } from './work';

const createScripted = createScript(createSource);
const beginScript = createScript(beginSource);
const endScript = createScript(endSource);
const cancelScript = createScript(cancelSource);

export interface SweepsOptions {
  /** What the keys of sweeps begin with; what is swept may be any keys. */
  prefix?: string;
  /**
   * How long a step may hold a sweep, in milliseconds; 10 000 unless told. Longer than a step's budget and the time
   * limit of a request together: a step that is killed holds its sweep for so long.
   */
  leaseMs?: number;
}

interface As {
  /** Whose sweeps may be touched; absent for one who may touch every sweep. */
  owner?: string | undefined;
}

export interface Sweeps {
  /**
   * Begins a sweep; nothing is looked at before the first `step`. One that changes something needs a finished dry run
   * of just the same by the same owner. One round trip, five commands; six with a dry run.
   *
   * @param request what to do to which keys
   * @throws CodedError `invalid_request` where there is no such dry run
   */
  create(
    request: SweepRequest,
    options: { owner: string; id?: string; operationId?: OperationId },
  ): Promise<Sweep>;

  /** How far a sweep is. One command. @throws CodedError `not_found` */
  read(id: string, as?: As): Promise<Sweep>;

  /**
   * Works on a sweep for a budget, from where the last step stopped. A step that dies is made good by the next one
   * after its lease: no page is missed, and no key is acted on twice, since what is deleted is not found again and an
   * end is only ever set earlier. Where another server answers than before, after a failover or a restart, the scan
   * begins anew there, so `done` says that no key which matched throughout is left.
   *
   * Round trips: two, and one a page of about 1 000 keys.
   *
   * @returns the sweep, and whether this call worked on it: not where it is over, or another call holds it
   * @throws CodedError `not_found`
   */
  step(id: string, budget?: Partial<StepBudget> & As): Promise<SweepStep>;

  /** Ends a sweep where it stands. Idempotent. Three commands. @throws CodedError `not_found` */
  cancel(id: string, as?: As): Promise<Sweep>;
}

/** Sweeps over one Redis, worked on step by step by whoever calls: a page, a cron job, a loop. */
export function createSweeps(
  redis: Redis,
  { prefix = 'rp', leaseMs = 10_000 }: SweepsOptions = {},
): Sweeps {
  const key = (id: string) => keys.sweep({ prefix, id });

  return {
    async create({ dryRunId, ...request }, options) {
      const { owner, id = crypto.randomUUID(), operationId = newOperationId() } = options;
      const needsDryRun = !request.dryRun && request.action !== 'count';
      if (needsDryRun && dryRunId === undefined) throw unfit();
      const record = { ...noProgress, ...request, id, owner, status: 'ready', fence: 0 };
      const [outcome, json] = await createScripted.run<['created' | 'unfit', string]>(redis, {
        keys: [key(id), ...(needsDryRun ? [key(dryRunId!)] : [])],
        args: [JSON.stringify(record), sweepLifeMs],
        once: {
          operationId,
          receipt: keys.receipt({ prefix, id: operationId.id }),
          ttlMs: receiptMs,
        },
      });
      if (outcome === 'unfit') throw unfit();
      return toSweep(parse(json));
    },

    async read(id, { owner } = {}) {
      const record = parse(await redis.get<string>(key(id)));
      if (owner !== undefined && record.owner !== owner) throw missing();
      return toSweep(record);
    },

    async step(id, { owner = '', budgetMs = 500, maxPages = 32 } = {}) {
      type Begun = ['begun' | 'held' | 'over' | 'missing', string?];
      const [outcome, json] = await beginScript.run<Begun>(redis, {
        keys: [key(id)],
        args: [owner, crypto.randomUUID(), leaseMs, sweepLifeMs],
      });
      const record = parse(json);
      if (outcome !== 'begun') return { ...toSweep(record), stepped: false };
      const progress = await work(redis, record, { prefix, budgetMs, maxPages });
      const after = await endScript.run<string | null>(redis, {
        keys: [key(id)],
        args: [record.fence, JSON.stringify(progress), sweepLifeMs],
      });
      return { ...toSweep(parse(after)), stepped: true };
    },

    async cancel(id, { owner = '' } = {}) {
      const json = await cancelScript.run<string | null>(redis, { keys: [key(id)], args: [owner] });
      return toSweep(parse(json));
    },
  };
}

function parse(json: string | null | undefined): SweepRecord {
  if (json === null || json === undefined) throw missing();
  return JSON.parse(json) as SweepRecord;
}

/** One answer for what is not there and for what is another's, so that nobody learns which it is. */
const missing = () => new CodedError('not_found', 'There is no such sweep.');

const unfit = () =>
  new CodedError('invalid_request', 'This needs the finished dry run of just the same sweep.', {
    fields: [{ field: 'body/dryRunId', message: 'No finished dry run of the same sweep' }],
  });

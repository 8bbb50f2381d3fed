import { errors } from '@upstash/redis';
import { decodeReply, type Reply } from './decode';
import { joinBodies, type Parcel } from './parcel';
import type { Post, Posted } from './post';
import { measureReplies, recordTrips } from './record-trips';

/** Carries parcels in one request and settles each of them, whatever happens. Never rejects. */
export type Deliver = (parcels: readonly Parcel[]) => Promise<void>;

export function createDeliver(post: Post): Deliver {
  return async function deliver(parcels) {
    const waiting = parcels.filter((parcel) => !parcel.settled);
    if (waiting.length === 0) return;
    try {
      const alone = waiting.length === 1 ? waiting[0] : undefined;
      const body = alone ? alone.json : joinBodies(waiting);
      const at = Date.now();
      const started = performance.now();
      const posted = await post(alone ? alone.endpoint : 'pipeline', {
        body,
        commands: waiting.reduce((sum, { commands }) => sum + commands.length, 0),
        // A request that others share outlives a caller who gives up; its time limit bounds it.
        signal: alone?.signal,
      });
      const ms = performance.now() - started;
      // Before decoding, which overwrites what came in.
      const received = measureReplies(waiting, posted);
      const replies = posted.replies?.map(decodeReply);
      recordTrips(waiting, { at, ms, body, posted, received, replies });
      if (replies) settleWithReplies(waiting, replies);
      else if (posted.refusal !== undefined && !alone) await deliverApart(waiting, deliver);
      else for (const parcel of waiting) settleWithout(parcel, posted);
    } catch (error) {
      for (const parcel of waiting) parcel.reject(error);
    }
  };
}

function settleWithReplies(parcels: readonly Parcel[], replies: Reply[]): void {
  let next = 0;
  for (const { endpoint, commands, resolve } of parcels) {
    const own = replies.slice(next, (next += commands.length));
    resolve(endpoint === 'command' ? own[0]! : own);
  }
}

/** The client turns a command's error into its own; for a whole pipeline it has no such way, so it is thrown here. */
function settleWithout(parcel: Parcel, { refusal, failure }: Posted): void {
  if (refusal === undefined) parcel.reject(failure);
  else if (parcel.endpoint === 'command') parcel.resolve({ error: refusal });
  else parcel.reject(new errors.UpstashError(refusal));
}

/** Refused as a whole: each caller finds out alone whether it is the one at fault. */
async function deliverApart(parcels: readonly Parcel[], deliver: Deliver): Promise<void> {
  const byCaller = new Map<object, Parcel[]>();
  for (const parcel of parcels) {
    const own = byCaller.get(parcel.caller);
    if (own) own.push(parcel);
    else byCaller.set(parcel.caller, [parcel]);
  }
  await Promise.all(
    [...byCaller.values()].map(async (own) => {
      for (const parcel of own) await deliver([parcel]);
    }),
  );
}

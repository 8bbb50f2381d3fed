import { byteLength } from './bytes';
import type { Reply } from './decode';
import { itemsOf, type Parcel } from './parcel';
import type { Posted } from './post';
import type { TraceRecorder } from './record';

interface Carried {
  at: number;
  ms: number;
  body: string;
  posted: Posted;
  /** Bytes of the answer that belong to each parcel, see {@link measureReplies}. */
  received: number[];
  replies: Reply[] | undefined;
}

/**
 * The bytes of an answer that belong to each parcel, where several traces share it: its items as compact JSON. Empty
 * where nobody asks.
 */
export function measureReplies(parcels: readonly Parcel[], { replies }: Posted): number[] {
  if (!replies || !isShared(parcels)) return [];
  let next = 0;
  return parcels.map(({ trace, commands }) => {
    const own = replies.slice(next, (next += commands.length));
    return trace ? byteLength(JSON.stringify(own)) - 2 : 0;
  });
}

/** Writes one round trip into the trace of everybody who took part, each with its own commands alone. */
export function recordTrips(parcels: readonly Parcel[], carried: Carried): void {
  const { at, ms, body, posted } = carried;
  const shared = isShared(parcels);
  for (const [trace, own] of partsByTrace(parcels, carried)) {
    const commands = own.flatMap(({ parcel }) => parcel.commands);
    const replies = own.flatMap((part) => part.replies);
    const error = replies.find((reply) => reply.error)?.error ?? failureText(posted);
    trace.record(
      {
        at,
        ms,
        endpoint: parcels.length > 1 ? 'pipeline' : parcels[0]!.endpoint,
        commands,
        // Of what was refused or lost nothing is known to have run.
        billed: posted.replies ? commands.length : 0,
        sentBytes: shared
          ? sum(own, ({ parcel }) => byteLength(itemsOf(parcel)))
          : byteLength(body),
        receivedBytes: shared ? sum(own, ({ received }) => received) : posted.receivedBytes,
        attempts: posted.attempts,
        shared,
        ...(error === undefined ? {} : { error }),
      },
      replies.map(({ result }) => result),
    );
  }
}

interface Part {
  parcel: Parcel;
  replies: Reply[];
  received: number;
}

function partsByTrace(parcels: readonly Parcel[], { replies = [], received }: Carried) {
  const parts = new Map<TraceRecorder, Part[]>();
  let next = 0;
  for (const [i, parcel] of parcels.entries()) {
    const part = {
      parcel,
      replies: replies.slice(next, (next += parcel.commands.length)),
      received: received[i] ?? 0,
    };
    if (!parcel.trace) continue;
    const own = parts.get(parcel.trace);
    if (own) own.push(part);
    else parts.set(parcel.trace, [part]);
  }
  return parts;
}

const isShared = ([first, ...others]: readonly Parcel[]) =>
  others.some(({ trace }) => trace !== first?.trace);

const failureText = ({ refusal, failure }: Posted) =>
  refusal ?? (failure instanceof Error ? failure.message : undefined);

const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item), 0);

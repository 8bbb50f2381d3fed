import { byteLength } from './bytes';
import type { EncodedReply, Reply } from './decode';
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
    const first = next;
    next += commands.length;
    if (!trace) return 0;
    let bytes = commands.length - 1;
    for (let i = first; i < next; i++) bytes += bytesOfReply(replies[i]!);
    return bytes;
  });
}

function bytesOfReply({ result, error }: EncodedReply): number {
  if (error !== undefined) return byteLength(JSON.stringify({ error }));
  return '{"result":}'.length + bytesOf(result);
}

/** The length of a value as compact JSON, without making it. Its texts are base64, which needs no escapes. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (Array.isArray(value)) {
    // Brackets and commas.
    let bytes = Math.max(2, value.length + 1);
    for (const item of value) bytes += bytesOf(item);
    return bytes;
  }
  return String(value).length;
}

/** Writes one round trip into the trace of everybody who took part, each with its own commands alone. */
export function recordTrips(parcels: readonly Parcel[], carried: Carried): void {
  const { at, ms, body, posted } = carried;
  const shared = isShared(parcels);
  for (const [trace, part] of partsByTrace(parcels, carried)) {
    const error = part.replies.find((reply) => reply.error)?.error ?? failureText(posted);
    trace.record(
      {
        at,
        ms,
        endpoint: parcels.length > 1 ? 'pipeline' : parcels[0]!.endpoint,
        commands: part.commands,
        // Of what was refused or lost nothing is known to have run.
        billed: posted.replies ? part.commands.length : 0,
        sentBytes: shared ? part.sentBytes : byteLength(body),
        receivedBytes: shared ? part.receivedBytes : posted.receivedBytes,
        attempts: posted.attempts,
        shared,
        ...(error !== undefined && { error }),
      },
      part.replies.map(({ result }) => result),
    );
  }
}

/** What one trace has of a request. */
interface Part {
  commands: (readonly unknown[])[];
  replies: Reply[];
  sentBytes: number;
  receivedBytes: number;
}

function partsByTrace(parcels: readonly Parcel[], { replies = [], received }: Carried) {
  const parts = new Map<TraceRecorder, Part>();
  let next = 0;
  for (const [i, parcel] of parcels.entries()) {
    const { trace, commands } = parcel;
    const first = next;
    next += commands.length;
    if (!trace) continue;
    let part = parts.get(trace);
    if (!part) {
      part = { commands: [], replies: [], sentBytes: 0, receivedBytes: 0 };
      parts.set(trace, part);
    }
    for (const command of commands) part.commands.push(command);
    for (let at = first; at < Math.min(next, replies.length); at++) part.replies.push(replies[at]!);
    part.sentBytes += byteLength(itemsOf(parcel));
    part.receivedBytes += received[i] ?? 0;
  }
  return parts;
}

const isShared = ([first, ...others]: readonly Parcel[]) =>
  others.some(({ trace }) => trace !== first?.trace);

const failureText = ({ refusal, failure }: Posted) =>
  refusal ?? (failure instanceof Error ? failure.message : undefined);

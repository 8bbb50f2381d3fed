import type { Deliver } from './deliver';
import type { Parcel } from './parcel';

/** How much may share one request. */
export interface BatchLimits {
  /** Commands in one request, at most. A pipeline that has more of its own travels alone. */
  maxCommands?: number;
  /** Characters of one request's body, at most. What is larger travels alone. */
  maxChars?: number;
  /** Characters from which on other callers' parcels go into a request of their own. */
  spreadChars?: number;
}

/**
 * Gathers the parcels that become ready in one turn of the event loop, whoever sent them, and hands them on in few
 * requests. A turn's parcels of one caller are never overtaken by one another, in whichever requests they travel; a
 * transaction always travels alone.
 *
 * What many callers want is spread over several requests: in a single one this process, the endpoint and Redis would
 * only ever work by turns.
 *
 * @param deliver carries parcels in one request and settles each of them; never rejects.
 */
export function createBatcher(
  deliver: Deliver,
  { maxCommands = 500, maxChars = 512 * 1024, spreadChars = 5_000 }: BatchLimits = {},
): (parcel: Parcel) => void {
  let ready: Parcel[] = [];

  function flush() {
    const parcels = ready;
    ready = [];
    for (const row of spread(parcels, spreadChars)) {
      inOrder(pack(row, maxCommands, maxChars), deliver);
    }
  }

  return (parcel) => {
    if (ready.push(parcel) === 1) afterThisTurn(flush);
  };
}

/** Divides a turn's parcels into rows of about so many characters. All of one caller stand in one row, in their order. */
function spread(parcels: Parcel[], spreadChars: number): Parcel[][] {
  if (parcels.length === 1) return [parcels];
  const rows: Parcel[][] = [];
  const rowOf = new Map<object, Parcel[]>();
  let open: Parcel[] | undefined;
  let chars = 0;
  for (const parcel of parcels) {
    let row = rowOf.get(parcel.caller);
    if (!row) {
      if (!open || chars >= spreadChars) {
        rows.push((open = []));
        chars = 0;
      }
      rowOf.set(parcel.caller, (row = open));
    }
    row.push(parcel);
    if (row === open) chars += parcel.json.length;
  }
  return rows;
}

/** Cuts a row of parcels into requests, keeping their order. */
function pack(parcels: readonly Parcel[], maxCommands: number, maxChars: number): Parcel[][] {
  const requests: Parcel[][] = [];
  let open: Parcel[] | undefined;
  let commands = 0;
  let chars = 0;
  for (const parcel of parcels) {
    const alone = parcel.endpoint === 'multi-exec';
    commands += parcel.commands.length;
    chars += parcel.json.length;
    if (open && !alone && commands <= maxCommands && chars <= maxChars) {
      open.push(parcel);
      continue;
    }
    const request = [parcel];
    requests.push(request);
    open = alone ? undefined : request;
    commands = parcel.commands.length;
    chars = parcel.json.length;
  }
  return requests;
}

/** Sends requests side by side, except that a caller's next one waits for the answer to its last. */
function inOrder(requests: Parcel[][], deliver: Deliver): void {
  if (requests.length === 1) {
    void deliver(requests[0]!);
    return;
  }
  const last = new Map<object, Promise<void>>();
  for (const request of requests) {
    const before = new Set(request.flatMap(({ caller }) => last.get(caller) ?? []));
    const delivered = before.size
      ? Promise.all(before).then(() => deliver(request))
      : deliver(request);
    for (const { caller } of request) last.set(caller, delivered);
  }
}

/**
 * Where there is `setImmediate` a turn includes everything that the same poll brought in, such as other visitors'
 * requests; a command that is alone loses only the rest of that turn.
 */
const afterThisTurn: (run: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : (run) => void setTimeout(run, 0);

import type { RoundTrip } from '../redis/trace';

/** Ask for the round trips of a request with this header; the answer carries them under the same name. */
export const wireHeader = 'redis-trace';

/** Node refuses header blocks over 16 KiB and proxies often over 8 KiB. */
const maxHeaderBytes = 6 * 1024;

export type { RoundTrip };

/** The trips of one request; `omitted` counts those that did not fit into a header. */
export interface Wire {
  trips: RoundTrip[];
  omitted: number;
}

/** Packs trips into a header value: ASCII whatever the keys hold, and bounded by cutting lists, then trips. */
export function encodeWire(trips: readonly RoundTrip[]): string {
  const fits = (keep: number, most: number): string | undefined => {
    const wire: Wire = {
      trips: trips.slice(0, keep).map((trip) => shorten(trip, most)),
      omitted: trips.length - keep,
    };
    const text = ascii(JSON.stringify(wire));
    return text.length <= maxHeaderBytes ? text : undefined;
  };
  for (const most of [40, 12, 5]) {
    const text = fits(trips.length, most);
    if (text !== undefined) return text;
  }
  for (let keep = trips.length - 1; ; keep--) {
    const text = fits(keep, 5);
    if (text !== undefined) return text;
  }
}

/** Reads what `encodeWire` wrote; undefined where the server sent none. */
export function decodeWire(value: string | null): Wire | undefined {
  return value === null ? undefined : (JSON.parse(value) as Wire);
}

const maxCommands = 24;
const maxArgumentLength = 120;

function shorten(trip: RoundTrip, mostArguments: number): RoundTrip {
  const commands = trip.commands
    .slice(0, maxCommands)
    .map((command) => cut(command.map(cutText), mostArguments));
  const rest = trip.commands.length - commands.length;
  return { ...trip, commands: rest > 0 ? [...commands, [`… ${rest} more`]] : commands };
}

function cut(list: string[], most: number): string[] {
  return list.length > most ? [...list.slice(0, most), `… ${list.length - most} more`] : list;
}

function cutText(text: string): string {
  return text.length > maxArgumentLength ? `${text.slice(0, maxArgumentLength)}…` : text;
}

/** A header holds ASCII; JSON can say everything else in it. */
function ascii(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

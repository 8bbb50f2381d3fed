/** How much one request holds. */
export interface Bounds {
  /** Commands in one request. 500 unless told: more gains little, and holds up whoever comes behind. */
  maxCommands?: number;
  /** UTF-8 bytes of one request's body, as it is encoded. 1 MiB unless told. A command that is larger travels alone. */
  maxBytes?: number;
  /** What the server takes at the most; a command that is larger is not sent. 10 MiB unless told, the usual host's limit. */
  serverBytes?: number;
}

export const defaultBounds: Required<Bounds> = {
  maxCommands: 500,
  maxBytes: 1024 * 1024,
  serverBytes: 10 * 1024 * 1024,
};

/** The brackets around the items of a body. */
export const frameBytes = 2;

/**
 * Cuts a row of items into chunks, in order, by count and by bytes.
 *
 * @throws RangeError where a bound is not a whole number of 1 or more
 */
export function cut<Item extends { bytes: number }>(
  items: readonly Item[],
  { maxCommands, maxBytes }: Required<Bounds>,
): Item[][] {
  for (const bound of [maxCommands, maxBytes])
    if (!(Number.isInteger(bound) && bound >= 1)) throw new RangeError(`A bound of ${bound}`);
  const chunks: Item[][] = [];
  let open: Item[] = [];
  let bytes = frameBytes;
  for (const item of items) {
    if (open.length > 0 && (open.length >= maxCommands || bytes + item.bytes > maxBytes)) {
      chunks.push(open);
      open = [];
      bytes = frameBytes;
    }
    open.push(item);
    bytes += item.bytes;
  }
  if (open.length > 0) chunks.push(open);
  return chunks;
}

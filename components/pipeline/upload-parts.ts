/** A stretch of whole lines of a file. */
export interface Part {
  /** Bytes of the file: from, and up to but not including. */
  start: number;
  end: number;
  /** The number of its first line, from 1. */
  from: number;
  isLast: boolean;
}

export interface PartLimits {
  maxLines: number;
  maxBytes: number;
}

const lineFeed = 0x0a;

/**
 * Cuts a file into parts at the ends of lines, reading it once and holding none of it.
 *
 * @param after lines that are dealt with already
 */
export async function* partsOf(
  file: Blob,
  after: number,
  { maxLines, maxBytes }: PartLimits,
): AsyncGenerator<Part> {
  const reader = file.stream().getReader();
  let offset = 0;
  let line = 0;
  let start = 0;
  let from = after + 1;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let at = value.indexOf(lineFeed); at >= 0; at = value.indexOf(lineFeed, at + 1)) {
      line++;
      const end = offset + at + 1;
      if (line <= after) start = end;
      else if (line - from + 1 >= maxLines || end - start >= maxBytes) {
        yield { start, end, from, isLast: false };
        start = end;
        from = line + 1;
      }
    }
    offset += value.length;
  }
  // What has no end yet, or nothing: either way the server learns that no more follows.
  yield { start, end: file.size, from, isLast: true };
}

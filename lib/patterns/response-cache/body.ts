/** A body that was read up to a bound: whole, or what came with what is still to come, as one stream. */
export type ReadBody = { bytes: Uint8Array<ArrayBuffer> } | { tooLong: ReadableStream<Uint8Array> };

/** Reads a body if it has at most so many bytes. One that has more is not lost, and not held in memory either. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<ReadBody> {
  if (!body) return { bytes: new Uint8Array() };
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(chunks, length) };
    chunks.push(value);
    length += value.length;
    if (length > maxBytes) return { tooLong: goOn(chunks, reader) };
  }
}

function goOn(chunks: Uint8Array[], reader: ReadableStreamDefaultReader<Uint8Array>) {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = chunks.shift() ?? (await reader.read()).value;
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Bytes as text: as they are where they are UTF-8, which is readable and a quarter shorter than base64. */
export function toText(bytes: Uint8Array): { as: 'utf8' | 'base64'; text: string } {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { as: 'utf8', text: decoder.decode(bytes) };
  } catch {
    let binary = '';
    // In pieces: a call takes only so many arguments.
    for (let at = 0; at < bytes.length; at += 0x8000)
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return { as: 'base64', text: btoa(binary) };
  }
}

/** The bytes that {@link toText} was given. */
export function toBytes(as: 'utf8' | 'base64', text: string): Uint8Array<ArrayBuffer> {
  if (as === 'utf8') return new TextEncoder().encode(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

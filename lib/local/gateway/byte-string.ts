/**
 * Bytes carried in a JavaScript string, one character (code 0–255) per byte: Latin-1.
 *
 * Slicing and joining such strings copies nothing, a search runs at native speed, and a socket writes them with the encoding
 * `latin1`. That is why a request is translated as text and never becomes a tree of values.
 */
export type ByteString = string;

/** The UTF-8 bytes of ordinary text. */
export function toByteString(text: string): ByteString {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text whose UTF-8 bytes these are; what is no UTF-8 becomes U+FFFD. */
export function fromByteString(bytes: ByteString): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

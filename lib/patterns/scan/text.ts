/**
 * False for a name whose bytes are no UTF-8: it came with a replacement character in their place, so the key that it
 * stands for cannot be asked for. A real U+FFFD looks the same, and acting on a guess could hit another key.
 */
export const isText = (name: string): boolean => !name.includes('\uFFFD');

/** True for a value that is better shown byte by byte. Up to three bytes at either end may be of a character cut in two. */
export function isBinary(value: string): boolean {
  return /[\0-\x08\x0b\x0e-\x1f\x7f\uFFFD]/.test(value.replace(/^\uFFFD{1,3}|\uFFFD$/g, ''));
}

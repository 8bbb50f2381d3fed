/** What matches itself in a pattern of Redis: all but `*`, `?`, `[` and an escape. */
const literal = /^(?:[^*?[\\]|\\[^]|\\$)*/;
const unescape = (text: string) => text.replace(/\\([^])/g, '$1');

/** Writes a text as a pattern that matches just this text. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

/** What every key that a pattern can match begins with: `user:\*:` for `user:\*:*`, unescaped. */
export function literalPrefixOf(pattern: string): string {
  return unescape(literal.exec(pattern)![0]);
}

/** The one key that a pattern can match; undefined where it can match several. */
export function literalOf(pattern: string): string | undefined {
  return literal.exec(pattern)![0].length === pattern.length ? unescape(pattern) : undefined;
}

/** The names between angle brackets in a key template. */
type Placeholders<T extends string> = T extends `${string}<${infer Name}>${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** When a key goes away: after so many milliseconds at the latest, or never, for a stated reason. */
export type Expiry = { withinMs: number; why?: never } | { withinMs?: never; why: string };

/** One kind of key that a room writes. Call it to make a key. */
export interface KeyKind<Names extends string = string> {
  (values: Record<Names, string | number>): string;
  /** The key as a literal, with its placeholders: `<prefix>:lock:{<resource>}`. */
  readonly template: string;
  readonly expiry: Expiry;
  /** What it holds, in a few words. */
  readonly holds: string;
  /** True where a key is of this kind. */
  matches(key: string): boolean;
}

/**
 * States a kind of key. Values are percent-encoded, so that nothing a caller sends can add a brace, which
 * would move the key to another slot of a cluster, or a colon, which would make it another key.
 *
 * @param template the key as a full literal, placeholders in angle brackets; braces are a hash tag
 */
export function defineKey<const T extends string>(
  template: T,
  holds: string,
  expiry: Expiry,
): KeyKind<Placeholders<T>> {
  const pattern = new RegExp(
    `^${template
      .split(/<\w+>/)
      .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^:{}]+')}$`,
  );
  const make = (values: Record<string, string | number>): string =>
    template.replace(/<(\w+)>/g, (_, name: string) => encode(String(values[name])));
  return Object.assign(make, {
    template,
    holds,
    expiry,
    matches: (key: string) => pattern.test(key),
  });
}

function encode(value: string): string {
  if (value === '') throw new RangeError('A part of a key is empty');
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

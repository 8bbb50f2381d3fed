import { createStored } from '../ui/stored';

const stored = createStored<string | undefined>('visitor-id', undefined, (value) =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : undefined,
);

/** A random id of this browser, made at first and kept, so that all of its tabs are one visitor. */
export function visitorId(): string {
  const known = stored.get();
  if (known !== undefined) return known;
  const made = `visitor-${crypto.randomUUID()}`;
  stored.set(made);
  return made;
}

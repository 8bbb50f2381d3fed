import { useSyncExternalStore } from 'react';
import { createStored } from '../ui/stored';

const stored = createStored<string | undefined>('rate-limit-caller', undefined, (value) =>
  typeof value === 'string' && /^[\w.@-]{1,64}$/.test(value) ? value : undefined,
);

function idOfThisBrowser(): string {
  const known = stored.get();
  if (known !== undefined) return known;
  const made = `caller-${crypto.randomUUID().slice(0, 8)}`;
  stored.set(made);
  return made;
}

const never = () => () => {};

/** By what this browser is limited on this page; undefined until the page runs in one. */
export function useCallerId(): string | undefined {
  return useSyncExternalStore(never, idOfThisBrowser, () => undefined);
}

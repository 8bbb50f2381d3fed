import { useSyncExternalStore } from 'react';
import { createStored } from '../ui/stored';

const stored = createStored<string | undefined>('user-id', undefined, (value) =>
  typeof value === 'string' && /^[\w.@-]{1,128}$/.test(value) ? value : undefined,
);

let made: string | undefined;

function idOfThisBrowser(): string {
  const known = stored.get();
  if (known !== undefined) return known;
  return (made ??= `user-${crypto.randomUUID().slice(0, 8)}`);
}

const never = () => () => {};

/** An id for the user of this browser; undefined until the page runs in one. */
export function useUserId(): string | undefined {
  return useSyncExternalStore(never, idOfThisBrowser, () => undefined);
}

/** Keeps the id, once something stands under it. */
export function keepUserId(id: string): void {
  if (stored.get() === undefined) stored.set(id);
}

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** The address of this app as its visitor reached it; empty until the page runs in a browser. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
}

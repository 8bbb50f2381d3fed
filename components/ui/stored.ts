import { useSyncExternalStore } from 'react';

/** A value kept in this browser and shared by all its tabs. */
export interface Stored<T> {
  get(): T;
  set(value: T): void;
  /** The value, read again whenever this or another tab sets it. */
  use(): T;
}

/**
 * @param key the key in localStorage
 * @param initial what holds until something is stored, and while the page is rendered on the server
 * @param parse checks what was stored: another version of this app, or a person, may have written it
 */
export function createStored<T>(
  key: string,
  initial: T,
  parse: (value: unknown) => T | undefined,
): Stored<T> {
  const listeners = new Set<() => void>();
  let value: T | undefined;

  const read = (): T => {
    try {
      const text = localStorage.getItem(key);
      return (text === null ? undefined : parse(JSON.parse(text))) ?? initial;
    } catch {
      // Storage is closed to this page, or holds what is no JSON: neither is worth more than the default.
      return initial;
    }
  };
  const get = () => (value ??= read());
  const notify = () => listeners.forEach((listener) => listener());
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== key && event.key !== null) return;
    value = undefined;
    notify();
  };

  const subscribe = (listener: () => void) => {
    if (listeners.size === 0) window.addEventListener('storage', fromOtherTab);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) window.removeEventListener('storage', fromOtherTab);
    };
  };

  return {
    get,
    set(next) {
      value = next;
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Storage is closed or full: the value holds in this tab until it is left.
      }
      notify();
    },
    use: () => useSyncExternalStore(subscribe, get, () => initial),
  };
}

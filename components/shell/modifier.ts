import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** The name of the key that commands are held with: ⌘ on Apple's keyboards, Ctrl on all others. */
export function useModifier(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  );
}

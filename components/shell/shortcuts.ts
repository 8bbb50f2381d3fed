import { useEffect, useEffectEvent } from 'react';
import { createStored } from '../ui/stored';

/** WCAG 2.1.4: who dictates or slips can turn shortcuts of a single character off. */
export const singleKeys = createStored('single-keys', true, (value) =>
  typeof value === 'boolean' ? value : undefined,
);

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Calls `run` when `key` is pressed alone, unless the user types, a dialog is open or shortcuts are off. */
export function useShortcut(key: string, run: () => void): void {
  const enabled = singleKeys.use();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.metaKey || event.ctrlKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    if (!enabled) return;
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}

import { createStore, useStore, type Store } from '../ui/store';
import { useEffect } from 'react';
import { autoSteps } from './pace';

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** How long this page has been left alone, as an index in `autoSteps`. One for all of the page. */
const step: Store<number> = createStore(0);
let watchers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let touchedAt = 0;

function arm(): void {
  clearTimeout(timer);
  const next = autoSteps[step.get() + 1];
  if (next === undefined) return;
  timer = setTimeout(
    () => {
      step.update((current) => current + 1);
      arm();
    },
    Math.max(0, touchedAt + next.afterMs - Date.now()),
  );
}

function begin(): void {
  touchedAt = Date.now();
  step.update(() => 0);
  arm();
}

function touch(): void {
  // The pointer moves a hundred times a second; to know it to the second is enough.
  if (step.get() > 0 || Date.now() - touchedAt >= 1_000) begin();
}

function backInView(): void {
  if (document.visibilityState === 'visible') begin();
}

function watch(): () => void {
  if (watchers++ === 0) {
    begin();
    for (const name of touches) window.addEventListener(name, touch, { passive: true });
    document.addEventListener('visibilitychange', backInView);
  }
  return () => {
    if (--watchers > 0) return;
    clearTimeout(timer);
    for (const name of touches) window.removeEventListener(name, touch);
    document.removeEventListener('visibilitychange', backInView);
  };
}

/** How long this page has been left alone, as an index in `autoSteps`; any touch sets it back to 0. */
export function useIdleStep(): number {
  useEffect(watch, []);
  return useStore(step);
}

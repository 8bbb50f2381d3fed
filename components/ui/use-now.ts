import { useEffect } from 'react';
import { createStore, useStore } from './store';

const now = createStore(0);
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now.update(() => Date.now());
}

function run(): () => void {
  if (users++ === 0) {
    tick();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    if (--users === 0) clearInterval(timer);
  };
}

/** The time in epoch milliseconds, once a second; 0 until the page runs in a browser. */
export function useNow(): number {
  useEffect(run, []);
  return useStore(now);
}

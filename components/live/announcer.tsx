'use client';

import { createStore, useStore } from '../ui/store';

const quietMs = 5_000;

const message = createStore('');
let saidAt = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Tells screen readers, politely and at most every five seconds; of what comes faster, the last is told. */
export function announce(text: string): void {
  clearTimeout(waiting);
  const say = () => {
    saidAt = Date.now();
    message.update(() => text);
  };
  waiting = setTimeout(say, Math.max(0, saidAt + quietMs - Date.now()));
}

/** The app's one live region. */
export function Announcer() {
  return (
    <p role="status" className="sr-only">
      {useStore(message)}
    </p>
  );
}

'use client';

import { useEffect } from 'react';
import { useIdleStep } from '../live/idle';
import { startHeartbeat, type Heartbeat } from './heartbeat';
import { visitorId } from './visitor-id';

/** The step of idleness from which nobody is taken to be here any more: ten minutes without a touch. */
const awayFrom = 2;

let heartbeat: Heartbeat | undefined;
let users = 0;

/** Beats while this tab is in view, once however often it is asked for. @returns what ends it */
function beatInView(): () => void {
  const update = () => {
    const visible = document.visibilityState === 'visible';
    if (visible) heartbeat ??= startHeartbeat('site', visitorId());
    else end();
  };
  const end = () => {
    heartbeat?.leave();
    heartbeat = undefined;
  };
  users++;
  update();
  document.addEventListener('visibilitychange', update);
  window.addEventListener('pagehide', end);
  return () => {
    document.removeEventListener('visibilitychange', update);
    window.removeEventListener('pagehide', end);
    if (--users === 0) end();
  };
}

/**
 * This browser's presence on the site: its tabs beat while they are in view and used, and all of them count
 * as one. Renders nothing.
 */
export function SiteHeartbeat() {
  const away = useIdleStep() >= awayFrom;
  useEffect(() => (away ? undefined : beatInView()), [away]);
  return null;
}

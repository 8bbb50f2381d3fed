import { call, ProblemError } from '@/lib/http/call';
import { sendPresence } from './api';

export type Place = 'site' | 'lab';

/** Until the server has said how often. */
const firstEveryMs = 5_000;

/** The heartbeat of one tab. */
export interface Heartbeat {
  /** The tab closes, and says so. */
  leave(): void;
  /** The tab is killed: no further beat, and no word of it. */
  kill(): void;
}

/**
 * Beats for a user until it is stopped, as often as the server asks. A beat that fails is not sent again:
 * the next one says the same.
 *
 * @param onBeat told the users here after each beat
 */
export function startHeartbeat(
  place: Place,
  user: string,
  onBeat?: (here: number) => void,
): Heartbeat {
  let everyMs = firstEveryMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function beat(): Promise<void> {
    try {
      const { data } = await call(sendPresence, { body: { place, user } });
      everyMs = data.beatEveryMs;
      if (data.here !== null) onBeat?.(data.here);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
    if (!stopped) timer = setTimeout(() => void beat(), everyMs);
  }
  void beat();

  const kill = () => {
    stopped = true;
    clearTimeout(timer);
  };
  return {
    kill,
    leave() {
      if (stopped) return;
      kill();
      // A beacon is sent though its page is gone.
      const body = JSON.stringify({ place, user, event: 'leave' });
      navigator.sendBeacon(sendPresence.path, new Blob([body], { type: 'application/json' }));
    },
  };
}

import type { Activity } from '@/lib/patterns/activity';

export const dayMs = 24 * 60 * 60_000;

/** What users did, by time, as a test knows it: the oracle of what the room says. */
export type History = Map<string, readonly number[]>;

/** Brings a history in, each user's oldest event first. */
export async function bringIn(activity: Activity, history: History): Promise<void> {
  await Promise.all(
    [...history].map(async ([user, times]) => {
      for (const at of [...times].sort((a, b) => a - b))
        await activity.record(user, { type: 'page-view', subject: '/' }, { at });
    }),
  );
}

/** Users with an event from a time on and before another, each once. */
export function usersBetween(history: History, from: number, to: number): string[] {
  return [...history].flatMap(([user, times]) =>
    times.some((at) => at >= from && at < to) ? [user] : [],
  );
}

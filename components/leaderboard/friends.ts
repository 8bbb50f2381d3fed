'use client';

import { createStored } from '../ui/stored';

/** The most names that one browser keeps. */
export const maxFriends = 20;

/** What a member can be called. */
export const isMemberName = (name: unknown): name is string =>
  typeof name === 'string' && /^(?!\.{1,2}$)[\w.@~-]{1,64}$/.test(name);

const stored = createStored<readonly string[]>('leaderboard-friends', [], (value) =>
  Array.isArray(value) ? value.filter(isMemberName).slice(0, maxFriends) : undefined,
);

/** The names with which this browser compares, and how to change them. */
export function useFriends() {
  return [stored.use(), stored.set] as const;
}

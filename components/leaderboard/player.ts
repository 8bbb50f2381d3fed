'use client';

import { useSignedIn } from '../live/use-signed-in';
import { createStored } from '../ui/stored';

/** Who plays in this browser without an account: a secret, and the name that the server made of it. */
interface Guest {
  key: string;
  member?: string;
}

const stored = createStored<Guest | undefined>('leaderboard-guest', undefined, (value) => {
  const { key, member } = (value ?? {}) as Partial<Guest>;
  if (typeof key !== 'string' || !/^[\w-]{16,64}$/.test(key)) return undefined;
  return { key, ...(typeof member === 'string' && { member }) };
});

/** The secret of this browser's guest, made at the first game. */
export function guestKey(): string {
  const known = stored.get()?.key;
  if (known !== undefined) return known;
  const key = crypto.randomUUID();
  stored.set({ key });
  return key;
}

/** Keeps the name of this browser's guest. */
export function rememberGuest(member: string): void {
  if (member.startsWith('guest~')) stored.set({ key: guestKey(), member });
}

/** Under which name this browser plays; undefined until it is known. */
export function useMe(): string | undefined {
  const { userId } = useSignedIn();
  const guest = stored.use();
  if (userId === undefined) return undefined;
  return userId ?? guest?.member;
}

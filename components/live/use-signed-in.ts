'use client';

import { readCurrentSession, type SampleAccounts } from '../sessions/api';
import { readUserRoles } from '../sets/api';
import { useLive } from './use-live';

/** Who acts on this page. */
export interface SignedIn {
  /** Null for nobody; undefined until it is known. */
  userId: string | null | undefined;
  /** Whether they have the role admin; asked for only where the page needs it, undefined until it is known. */
  isAdmin: boolean | undefined;
  /** What may be signed in with at one click, where the app runs locally. */
  samples: SampleAccounts;
  refresh(): void;
}

const once = () => true;

/** Who is signed in: read once a page however many parts ask, and again after `refresh`. */
export function useSignedIn({ role = 'user' }: { role?: 'user' | 'admin' } = {}): SignedIn {
  const { data, refresh } = useLive(
    readCurrentSession,
    {},
    { label: 'Who is signed in', isOver: once },
  );
  const userId = data && (data.session?.userId ?? null);
  const asksRoles = role === 'admin' && typeof userId === 'string';
  const roles = useLive(readUserRoles, asksRoles ? { params: { id: userId } } : null, {
    label: 'Your roles',
    isOver: once,
  });
  return {
    userId,
    isAdmin: userId === null ? false : roles.data?.roles.includes('admin'),
    samples: data?.sampleAccounts,
    refresh,
  };
}

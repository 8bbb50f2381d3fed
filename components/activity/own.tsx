'use client';

import type { ReactNode } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Skeleton } from '../ui/skeleton';

interface OwnProps<T> {
  userId: string | null | undefined;
  /** Undefined while it is being read. */
  data: T | undefined;
  isEmpty(data: T): boolean;
  /** What stands here for who has not signed in, and for whom there is nothing yet. */
  title: string;
  hint: string;
  children(data: T): ReactNode;
}

/** What a user sees of themselves, and what stands in its place until there is a user and something of theirs. */
export function Own<T>({ userId, data, isEmpty, title, hint, children }: OwnProps<T>) {
  if (userId === null)
    return (
      <EmptyState title={title} action={<NeedsSignIn />}>
        {hint}
      </EmptyState>
    );
  if (data === undefined) return <Skeleton className="m-3 h-52 grow" />;
  return isEmpty(data) ? <EmptyState title={title}>{hint}</EmptyState> : children(data);
}

'use client';

import { useState } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { acquireLock, extendLock, releaseLock, type Granted, type Held } from './api';

/** The locks that this tab took, with their tokens, which are nowhere else. */
export function useOwnLocks(onChange: () => void) {
  const act = useAction();
  const [grants, setGrants] = useState<Readonly<Record<string, Granted>>>({});

  async function take(resource: string, ttlMs: number) {
    const grant = await act(
      acquireLock,
      { params: { resource }, body: { ttlMs } },
      { label: `Take ${resource}`, failed: 'The lock was not taken' },
    );
    if (grant) {
      setGrants((all) => ({ ...all, [resource]: grant }));
      announce(`You hold ${resource}`);
    }
    onChange();
  }

  async function extend(resource: string, ttlMs: number) {
    const token = grants[resource]?.token;
    if (token === undefined) return;
    await act(
      extendLock,
      { params: { resource }, body: { token, ttlMs } },
      { label: `Extend ${resource}`, failed: 'The lock was not extended' },
    );
    onChange();
  }

  async function release(resource: string) {
    const token = grants[resource]?.token;
    if (token === undefined) return;
    await act(
      releaseLock,
      { params: { resource }, body: { token } },
      { label: `Release ${resource}`, failed: 'The lock was not given back' },
    );
    onChange();
  }

  const holds = ({ resource, fence }: Held) => grants[resource]?.fence === fence;
  return { take, extend, release, holds };
}

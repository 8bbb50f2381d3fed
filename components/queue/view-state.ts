'use client';

import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';

/** What is looked at, in the address: it can be shared. */

export const useQueue = () =>
  useQueryState('queue', parseAsStringLiteral(['demo', 'jobs']).withDefault('demo'));

export const useListState = () =>
  useQueryState(
    'state',
    parseAsStringLiteral(['waiting', 'active', 'delayed', 'done', 'dead']).withDefault('waiting'),
  );

export const useSearch = () =>
  useQueryState('q', parseAsString.withDefault('').withOptions({ throttleMs: 400 }));

/** The job whose details are shown. */
export const useChosen = () => useQueryState('job', parseAsString);

/** What working on a queue takes. */
export const roleFor = (queue: 'demo' | 'jobs') => (queue === 'demo' ? 'user' : 'admin');

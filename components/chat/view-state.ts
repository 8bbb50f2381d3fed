'use client';

import { parseAsString, useQueryState } from 'nuqs';

/** The room that is shown, in the address. */
export function useRoomName() {
  return useQueryState('room', parseAsString.withDefault('lobby').withOptions({ history: 'push' }));
}

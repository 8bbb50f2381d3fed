'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { demoMatch, types } from './api';

/** What is looked for and looked at, in the address: it can be shared. */
export function useKeysView() {
  return useQueryStates(
    {
      match: parseAsString.withDefault(demoMatch),
      type: parseAsStringLiteral(types),
      key: parseAsString,
      sweep: parseAsString,
    },
    { history: 'push' },
  );
}

import { vi } from 'vitest';
import { readHealth, readOverview } from '@/lib/service';
import type { Exercise } from '../exercise';

export const exercises: Exercise[] = [
  {
    operation: readHealth,
    of: 'a check',
    // One check serves all who ask within a second.
    call: () => {
      vi.setSystemTime(Date.now() + 1_000);
      return Promise.resolve({});
    },
  },
  { operation: readOverview, of: 'a read', call: {} },
];

import { readHealth, readOverview } from '@/lib/service';
import type { Exercise } from '../exercise';

export const exercises: Exercise[] = [
  { operation: readHealth, of: 'a check', call: {} },
  { operation: readOverview, of: 'a read', call: {} },
];

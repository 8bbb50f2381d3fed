'use client';

import { Segmented } from '../ui/segmented';
import { useQueue } from './view-state';

const options = [
  { value: 'demo', label: 'demo', hint: 'Whoever is signed in may do everything' },
  { value: 'jobs', label: 'jobs', hint: 'Admins alone may work on it' },
] as const;

export function QueueChoice() {
  const [queue, choose] = useQueue();
  return (
    <Segmented
      label="Queue"
      value={queue}
      options={options}
      onChange={(next) => void choose(next)}
    />
  );
}

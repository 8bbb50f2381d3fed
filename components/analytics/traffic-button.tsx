'use client';

import { Square, Users } from 'lucide-react';
import { Button } from '../ui/button';
import type { Traffic } from './use-traffic';

interface TrafficButtonProps {
  traffic: Traffic;
  /** Visits that begin in a minute, on average. */
  visitsPerMinute?: number;
  /** Of two on a page, the one that is not the way on. */
  secondary?: boolean;
}

export function TrafficButton({
  traffic,
  visitsPerMinute = 120,
  secondary = false,
}: TrafficButtonProps) {
  if (traffic.progress)
    return (
      <Button onClick={traffic.stop}>
        <Square aria-hidden /> Stop traffic
      </Button>
    );
  return (
    <Button look={secondary ? 'plain' : 'primary'} onClick={() => traffic.start(visitsPerMinute)}>
      <Users aria-hidden /> {secondary ? 'Start traffic' : 'Generate traffic'}
    </Button>
  );
}

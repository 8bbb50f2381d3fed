import { Badge } from '../ui/badge';
import type { RoomView } from './use-room';

const shown = {
  connecting: { tone: 'plain', text: 'connecting' },
  live: { tone: 'good', text: 'live' },
  reconnecting: { tone: 'warn', text: 'reconnecting' },
  polling: { tone: 'warn', text: 'polling' },
  offline: { tone: 'bad', text: 'offline' },
  dropped: { tone: 'bad', text: 'dropped' },
  resting: { tone: 'plain', text: 'resting until you are back' },
} as const;

/** How messages come in just now. */
export function ConnectionBadge({ status }: { status: RoomView['status'] }) {
  const { tone, text } = shown[status];
  return (
    <Badge tone={tone} role="img" aria-label={`Connection: ${text}`}>
      {text}
    </Badge>
  );
}

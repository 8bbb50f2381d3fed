'use client';

import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { cn } from '../ui/cn';
import { plural } from '../ui/format';
import type { Room } from './api';

interface RoomsPanelProps {
  rooms: readonly Room[] | undefined;
  current: string;
  onChoose(name: string): void;
}

/** The rooms, who is in each, and what was said last. */
export function RoomsPanel({ rooms, current, onChoose }: RoomsPanelProps) {
  return (
    <Panel id="rooms" title="Rooms" padded={false}>
      {rooms === undefined ? (
        <Skeleton className="m-3 h-36" />
      ) : (
        <ul className="flex flex-col p-1">
          {rooms.map((room) => (
            <li key={room.name}>
              <button
                type="button"
                aria-current={room.name === current ? 'true' : undefined}
                onClick={() => onChoose(room.name)}
                className={cn(
                  'flex w-full min-w-0 flex-col rounded px-2 py-1.5 text-left hover:bg-hover',
                  room.name === current && 'bg-hover',
                )}
              >
                <span className="flex items-baseline justify-between gap-2">
                  <span className="text-sm font-medium">{room.title}</span>
                  <span className="text-2xs text-ink-3">{room.here.length} here</span>
                </span>
                <span className="w-full truncate text-xs text-ink-2">
                  {room.unreadable
                    ? 'Its keys hold something else than a room'
                    : room.newest === null
                      ? room.about
                      : room.newest.kind === 'message'
                        ? `${room.newest.user}: ${room.newest.text}`
                        : 'A message was taken out'}
                </span>
                <span className="text-2xs text-ink-3">
                  {plural(room.entries, 'entry', 'entries')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

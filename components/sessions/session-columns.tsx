'use client';

import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import type { Column } from '../ui/data-table';
import { duration, time } from '../ui/format';
import { useNow } from '../ui/use-now';
import type { Listed } from './api';

/** @param onEnd a session is to be ended */
export function sessionColumns(onEnd: (session: Listed) => void): Column<Listed>[] {
  return [
    {
      key: 'device',
      title: 'Device',
      value: (session) => session.device,
      cell: (session) => <Device session={session} />,
      wide: true,
    },
    {
      key: 'created',
      title: 'Signed in',
      value: (session) => new Date(session.createdAt).toISOString(),
      cell: (session) => <Moment at={session.createdAt} />,
    },
    {
      key: 'lastSeen',
      title: 'Last seen',
      value: (session) => new Date(session.lastSeenAt).toISOString(),
      cell: (session) => <Ago at={session.lastSeenAt} />,
    },
    {
      key: 'expires',
      title: 'Expires, if not used',
      value: (session) => new Date(session.expiresAt).toISOString(),
      cell: (session) => <Left at={session.expiresAt} />,
    },
    {
      key: 'absoluteExpires',
      title: 'In any case',
      value: (session) => new Date(session.absoluteExpiresAt).toISOString(),
      cell: (session) => <Left at={session.absoluteExpiresAt} />,
    },
    {
      key: 'handle',
      title: 'Handle',
      value: (session) => session.handle,
      cell: (session) => (
        <div className="flex items-center justify-between gap-3">
          <code className="text-xs text-ink-2">{session.handle}</code>
          <Button size="sm" onClick={() => onEnd(session)} aria-label={`End ${nameOf(session)}`}>
            End
          </Button>
        </div>
      ),
    },
  ];
}

/** Names a session for who cannot see its row. */
export function nameOf({ device, handle }: Listed): string {
  return `${device}, ${handle}`;
}

function Device({ session }: { session: Listed }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium">{session.device}</span>
      {session.current && <Badge tone="good">this browser</Badge>}
      {session.address !== undefined && (
        <code className="text-2xs text-ink-3">{session.address}</code>
      )}
    </span>
  );
}

function Moment({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="whitespace-nowrap">
      {time(at, 'moment')}
    </time>
  );
}

function Ago({ at }: { at: number }) {
  const now = useNow();
  return (
    <span className="whitespace-nowrap" title={time(at, 'moment')}>
      {now === 0 ? '…' : `${duration(Math.max(0, now - at))} ago`}
    </span>
  );
}

function Left({ at }: { at: number }) {
  const now = useNow();
  return (
    <span className="whitespace-nowrap" title={time(at, 'moment')}>
      {now === 0 ? '…' : `in ${duration(Math.max(0, at - now))}`}
    </span>
  );
}

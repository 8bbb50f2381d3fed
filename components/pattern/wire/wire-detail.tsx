'use client';

import type { RoundTrip } from '@/lib/http/wire';
import type { Exchange } from '../../live/wire-log';
import { CopyButton } from '../../ui/copy-button';
import { bytes, milliseconds, plural } from '../../ui/format';
import { asCurl, asRedisCli, asSdk } from './copy-as';

/** The round trips of one call with their exact commands, and the ways to repeat them. */
export function WireDetail({ exchange }: { exchange: Exchange }) {
  const trips = exchange.wire?.trips;
  return (
    <div className="flex flex-col gap-2 px-3 pb-2.5 pl-[1.875rem]">
      <p className="break-all font-mono text-2xs text-ink-2">
        {exchange.method} {exchange.url} → {exchange.status || 'no answer'}
      </p>
      {exchange.problem && <p className="text-xs text-bad">{exchange.problem.detail}</p>}
      {trips === undefined && !exchange.problem && (
        <p className="text-xs text-ink-3">This server keeps its round trips to itself.</p>
      )}
      {trips?.map((trip, index) => (
        <Trip key={index} trip={trip} />
      ))}
      {exchange.wire !== undefined && exchange.wire.omitted > 0 && (
        <p className="text-xs text-ink-3">
          and {plural(exchange.wire.omitted, 'round trip')} more than fit into a header
        </p>
      )}
      <div className="-ml-2 flex flex-wrap">
        {!exchange.problem && (
          <CopyButton label="Copy as curl" text={() => asCurl(exchange)}>
            curl
          </CopyButton>
        )}
        {trips !== undefined && trips.length > 0 && (
          <>
            <CopyButton label="Copy as redis-cli" text={() => asRedisCli(trips)}>
              redis-cli
            </CopyButton>
            <CopyButton label="Copy as SDK call" text={() => asSdk(trips)}>
              SDK
            </CopyButton>
          </>
        )}
      </div>
    </div>
  );
}

function Trip({ trip }: { trip: RoundTrip }) {
  return (
    <div className="min-w-0 rounded border bg-sunken">
      <p className="flex flex-wrap gap-x-2.5 border-b px-2 py-1 text-2xs text-ink-2">
        <span className="font-medium text-ink">{trip.endpoint}</span>
        {trip.guard && <span>the guard: who asks, and how often</span>}
        <span>{milliseconds(trip.ms)}</span>
        <span>
          <span aria-hidden>↑</span>
          <span className="sr-only">sent</span> {bytes(trip.sentBytes)} <span aria-hidden>↓</span>
          <span className="sr-only">received</span> {bytes(trip.receivedBytes)}
        </span>
        <span>{trip.billed} billed</span>
        {trip.attempts > 1 && <span className="text-warn">{trip.attempts} attempts</span>}
        {trip.shared && <span>shared request</span>}
      </p>
      <pre
        tabIndex={0}
        aria-label="Commands"
        className="max-h-48 overflow-auto px-2 py-1.5 text-2xs leading-[1.125rem] outline-offset-[-2px]"
      >
        {trip.commands.map((command, index) => (
          <span key={index} className="block">
            <span className="font-medium text-accent">{command[0]}</span>{' '}
            {command.slice(1).join(' ')}
          </span>
        ))}
      </pre>
      {trip.error !== undefined && (
        <p className="border-t px-2 py-1 text-2xs text-bad">{trip.error}</p>
      )}
    </div>
  );
}

import { ProblemError, type Answer } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import type { Wire } from '@/lib/http/wire';

/** One call of the API as the wire panel shows it. */
export interface Exchange {
  /** Calls of one series share an id, and of them the last is kept. */
  id: string;
  kind: 'action' | 'poll';
  label: string;
  method: string;
  url: string;
  sent: string | undefined;
  at: number;
  tookMs: number;
  status: number;
  wire: Wire | undefined;
  problem: Problem | undefined;
  /** How many calls of the series there were. */
  times: number;
}

const mostActions = 30;
let actions = 0;

type Call = Pick<Exchange, 'kind' | 'label' | 'method' | 'url'> & { series?: string };

/**
 * Adds what a call came to. One of a series takes the place of the one before it, so that a poll stays where
 * it is as it repeats; other actions are kept newest first.
 */
export function logged(
  log: readonly Exchange[],
  { series, ...call }: Call,
  outcome: Answer<unknown> | ProblemError,
): Exchange[] {
  const failed = outcome instanceof ProblemError;
  const before = log.find(({ id }) => id === series);
  const exchange: Exchange = {
    ...call,
    id: series ?? `action-${++actions}`,
    url: failed ? call.url : outcome.url,
    sent: failed || outcome.sent === undefined ? undefined : withoutSecrets(outcome.sent),
    at: failed ? Date.now() : outcome.at,
    tookMs: failed ? 0 : outcome.tookMs,
    status: failed ? outcome.problem.status : outcome.status,
    wire: failed ? undefined : outcome.wire,
    problem: failed ? outcome.problem : undefined,
    times: (before?.times ?? 0) + 1,
  };
  if (before) return log.map((other) => (other === before ? exchange : other));
  const all = call.kind === 'action' ? [exchange, ...log] : [...log, exchange];
  const kept = all.filter(({ kind }) => kind === 'action').slice(0, mostActions);
  return all.filter((other) => other.kind === 'poll' || kept.includes(other));
}

/** A body as it may be shown and copied. */
function withoutSecrets(sent: string): string {
  return sent.replace(/("(?:password|secret|token)":)"(?:[^"\\]|\\.)*"/g, '$1"…"');
}

/** Commands as a host bills them; undefined where not every round trip of the call is known. */
export function billed(wire: Wire | undefined): number | undefined {
  if (wire === undefined || wire.omitted > 0) return undefined;
  return wire.trips.reduce((sum, trip) => sum + trip.billed, 0);
}

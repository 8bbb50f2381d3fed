import { maxLifeMs } from '../cache/keys';
import type { Lifetimes } from '../cache/options';
import { millisecondsOf, parseDirectives } from './directives';

/** What is known of the time of an answer. */
export interface Timing {
  /** For how long it is fresh, from when its origin made it. */
  lifetimeMs: number;
  /** How old it was when it came. */
  ageMs: number;
}

/** When a handler was asked, and when its answer had come, in epoch milliseconds. */
export interface Exchange {
  askedAt: number;
  answeredAt: number;
}

/**
 * How long an answer is fresh in a shared cache (RFC 9111, 4.2.1): `s-maxage`, else `max-age`, else `Expires`.
 *
 * @returns undefined where it does not say: nothing is guessed here
 */
export function timingOf({ headers }: Response, exchange: Exchange): Timing | undefined {
  const lifetimeMs = lifetimeOf(headers, exchange);
  return lifetimeMs === undefined ? undefined : { lifetimeMs, ageMs: ageOf(headers, exchange) };
}

function lifetimeOf(headers: Headers, { answeredAt }: Exchange): number | undefined {
  const directives = parseDirectives(headers);
  const stated = millisecondsOf(directives, 's-maxage') ?? millisecondsOf(directives, 'max-age');
  const expires = headers.get('expires');
  if (stated !== undefined || expires === null) return stated;
  // What is no date means a time that has passed (5.3).
  return Math.max(0, (dateOf(expires) ?? 0) - (dateOf(headers.get('date')) ?? answeredAt));
}

/** The age of an answer that has just come (4.2.3): time that passed on the way counts against it. */
function ageOf(headers: Headers, { askedAt, answeredAt }: Exchange): number {
  const told = Number(/^\s*(\d+)/.exec(headers.get('age') ?? '')?.[1] ?? 0) * 1_000;
  const apparent = answeredAt - (dateOf(headers.get('date')) ?? answeredAt);
  return Math.max(told + answeredAt - askedAt, apparent, 0);
}

/**
 * For how long the cache keeps an answer. Directives that forbid stale answers win over those that allow them. One
 * that allows them wins over `s-maxage`, which by itself forbids them: who writes both means both.
 */
export function keptFor({ headers }: Response, { lifetimeMs, ageMs }: Timing): Required<Lifetimes> {
  const directives = parseDirectives(headers);
  const strict = directives.has('must-revalidate') || directives.has('proxy-revalidate');
  const extra = (name: string) => (strict ? 0 : (millisecondsOf(directives, name) ?? 0));
  const freshMs = lifetimeMs - ageMs;
  const untilStale = freshMs + extra('stale-while-revalidate');
  const untilGrace = freshMs + extra('stale-if-error');
  const ttlMs = between(0, freshMs, maxLifeMs);
  const staleMs = between(0, untilStale - ttlMs, maxLifeMs - ttlMs);
  const graceMs = between(0, untilGrace - ttlMs - staleMs, maxLifeMs - ttlMs - staleMs);
  return { ttlMs, staleMs, graceMs };
}

const between = (least: number, value: number, most: number) =>
  Math.round(Math.min(Math.max(least, value), most));

/** The three forms of a date in HTTP (RFC 9110, 5.6.7), the last two of which are only to be read. */
const httpDate =
  /^(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}|[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d) \d\d:\d\d:\d\d(?: GMT| \d{4})$/;

/** @returns epoch milliseconds; undefined for what is no date, whatever a computer could make of it */
export function dateOf(text: string | null): number | undefined {
  const isAsctime = text !== null && /\d{4}$/.test(text);
  const at =
    text !== null && httpDate.test(text) ? Date.parse(isAsctime ? `${text} GMT` : text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

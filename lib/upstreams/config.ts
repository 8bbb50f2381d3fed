import { isIP } from 'node:net';
import { CodedError } from '../errors';
import { isLoopback, isPublic } from './address';

/** A server that may be fetched from, and how far. */
export interface Upstream {
  name: string;
  /** What is fetched lies below it. */
  base: URL;
  /** True where its address says that it is on this machine: only the operator can say so. */
  loopback: boolean;
}

/**
 * The upstreams that the operator lists in UPSTREAMS, as `name=https://…` separated by commas. Without it there is
 * one: this app's own search.
 *
 * @throws CodedError `not_configured`, naming what is wrong
 */
export function upstreams(env: Record<string, string | undefined> = process.env): Upstream[] {
  const list = env.UPSTREAMS?.trim() || `shop=${new URL('/api/search', ownAddress(env)).href}`;
  return list
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => parse(entry.trim()));
}

function parse(entry: string): Upstream {
  const [, name, address = ''] = /^([a-z][a-z0-9-]{0,31})=(.*)$/.exec(entry) ?? [];
  if (name === undefined) throw wrong('each entry is name=https://…');
  if (!URL.canParse(address)) throw wrong(`that of ${name} is no URL`);
  const base = new URL(address);
  if (!['http:', 'https:'].includes(base.protocol)) throw wrong(`${name} is not http or https`);
  if (base.username || base.password || base.search || base.hash)
    throw wrong(`${name} may have no user, query or fragment`);
  const host = hostOf(base);
  const loopback = host === 'localhost' || isLoopback(host);
  if (isIP(host) && !loopback && !isPublic(host)) throw wrong(`${name} is at a private address`);
  return { name, base, loopback };
}

/** The host of a URL; an IPv6 address without its brackets. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** Where this app is reached, as its host or launcher says; never as a request does. */
function ownAddress({ APP_URL, VERCEL_URL, PORT = '3000' }: Record<string, string | undefined>) {
  if (APP_URL) return APP_URL;
  return VERCEL_URL ? `https://${VERCEL_URL}` : `http://127.0.0.1:${PORT}`;
}

const wrong = (what: string) =>
  new CodedError('not_configured', `UPSTREAMS cannot be read: ${what}.`, {
    fields: [{ field: 'environment/UPSTREAMS', message: what }],
  });

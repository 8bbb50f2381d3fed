import ipaddr from 'ipaddr.js';

/**
 * The network address that a request came from. `x-forwarded-for` is a list to which each proxy appends whom
 * it saw, and to whose front anybody may write what they like: only as many entries as there are trusted
 * proxies are believed, counted from the end.
 *
 * The server itself appends whom it saw (connections.ts), so without proxies that is the last entry.
 *
 * @param proxies how many proxies stand before this server
 * @returns the address, an IPv6 one as its /64, which is what one customer is given; '' where none is known
 */
export function clientAddress({ headers }: Request, proxies = trustedProxies()): string {
  const seen = (headers.get('x-forwarded-for') ?? '').split(',');
  return network(seen.at(-1 - proxies) ?? seen[0] ?? '');
}

/**
 * How many proxies stand before this server: TRUSTED_PROXIES, 0 unless set.
 *
 * @throws Error if it is not a whole number: a guess would let callers choose their address, or count all as one
 */
export function trustedProxies(text = process.env.TRUSTED_PROXIES): number {
  if (!text) return 0;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new Error(
    `TRUSTED_PROXIES is "${text}". Set it to how many proxies stand before this server: 0, 1, …`,
  );
}

/** An entry in any form that proxies write: with a port, in brackets, in quotes, with a zone, IPv4 inside IPv6. */
function network(entry: string): string {
  const text = entry.trim().replace(/^"(.*)"$/, '$1');
  const bare =
    /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return '';
  const address = ipaddr.process(bare);
  if (address.kind() === 'ipv4') return address.toString();
  const groups = (address as ipaddr.IPv6).parts.slice(0, 4);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}

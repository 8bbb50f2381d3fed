import { isIP } from 'node:net';

/**
 * The network address that a request came from. `x-forwarded-for` is a list to which each proxy appends whom
 * it saw, and to whose front anybody may write what they like: only as many entries as there are trusted
 * proxies are believed, counted from the end.
 *
 * The server itself appends whom it saw (connections.ts), so without proxies that is the last entry.
 *
 * @param trustedProxies how many proxies stand before this server; TRUSTED_PROXIES, 0 unless set
 * @returns the address, an IPv6 one as its /64, which is what one customer is given; '' where none is known
 */
export function clientAddress(
  { headers }: Request,
  trustedProxies = Number(process.env.TRUSTED_PROXIES ?? 0),
): string {
  const seen = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  const address = seen.at(-1 - trustedProxies) ?? seen[0] ?? '';
  return network(address.replace(/^::ffff:(?=\d+\.)/i, ''));
}

function network(address: string): string {
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : '';
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const full = [
    ...groups,
    ...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'),
    ...after,
  ];
  return `${full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

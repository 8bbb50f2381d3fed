import { looks, why } from '../cache/why';
import { Badge } from '../ui/badge';
import { count, milliseconds } from '../ui/format';
import { reasons } from './course';
import type { Exchange } from './use-ask';

/** How an answer came about: status, how the cache took part, what came over the wire, and why. */
export function Verdict({ exchange }: { exchange: Exchange }) {
  const { status, cache, tookMs, bytes, headers } = exchange;
  const age = headers.get('age');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2 text-xs">
        <Badge tone={status < 400 ? 'plain' : 'bad'}>{status}</Badge>
        {cache && <Badge tone={looks[cache.status].tone}>{looks[cache.status].label}</Badge>}
        {age !== null && <span className="text-ink-3">{age} s old</span>}
        <span className="text-ink-3">in {milliseconds(tookMs)}</span>
        <span className="text-ink-3">{count(bytes)} bytes of body</span>
      </p>
      <p className="max-w-prose text-pretty text-xs text-ink-2">
        {status === 304 && 'You have it already, so nothing but headers came. '}
        {cache && why(cache, reasons)}
      </p>
    </div>
  );
}

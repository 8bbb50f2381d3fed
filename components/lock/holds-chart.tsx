import { cn } from '../ui/cn';
import { plural } from '../ui/format';
import type { DrawnHold } from './overlap';
import { contenders } from './use-contenders';

/** Who held the lock when: a row a contender, time to the right. */
export function HoldsChart({ drawn }: { drawn: readonly DrawnHold[] }) {
  const from = Math.min(...drawn.map(({ hold }) => hold.grantedAt));
  const last = Math.max(...drawn.map(({ hold }) => hold.believedUntil));
  // At least two seconds, so that the first bars do not shrink as it begins.
  const seconds = Math.max(2, Math.ceil((last - from + 1) / 1_000));
  const place = (start: number, end: number) => ({
    left: `${((start - from) / seconds) * 0.1}%`,
    width: `max(2px, ${((end - start) / seconds) * 0.1}%)`,
  });
  const refused = drawn.filter(({ hold }) => hold.refused > 0).length;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-1">
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-ink-2">
        <Key className="border border-series-1">holds the lock</Key>
        <Key className="bg-series-1">accepted by the store</Key>
        <Key className="hatched border border-bad text-bad">believes to, while another does</Key>
      </ul>
      <div
        role="img"
        aria-label={`${plural(drawn.length, 'grant')} one after another, ${refused} of them ended by a refused write`}
        className="flex min-h-0 flex-1 flex-col"
      >
        {contenders.map((name) => (
          <div key={name} className="flex min-h-0 flex-1 items-center gap-2 border-b">
            <span className="w-9 shrink-0 font-mono text-xs text-ink-2">{name}</span>
            <div className="relative h-5 min-w-0 flex-1">
              {drawn
                .filter(({ hold }) => hold.contender === name)
                .map(({ hold, inStore, mistaken }) => (
                  <span key={hold.fence}>
                    <Bar
                      className="inset-y-0 rounded-sm border border-series-1"
                      style={place(hold.grantedAt, mistaken?.from ?? hold.believedUntil)}
                    />
                    {inStore && (
                      <Bar
                        className="inset-y-1 bg-series-1"
                        style={place(inStore.from, inStore.to)}
                      />
                    )}
                    {mistaken && (
                      <Bar
                        className="hatched inset-y-0 rounded-sm border border-bad text-bad"
                        style={place(mistaken.from, mistaken.to)}
                      />
                    )}
                  </span>
                ))}
            </div>
          </div>
        ))}
        <div className="flex justify-between pl-11 pt-0.5 text-2xs text-ink-3">
          <span>0 s</span>
          <span>{seconds} s</span>
        </div>
      </div>
    </div>
  );
}

function Bar({ className, style }: { className: string; style: { left: string; width: string } }) {
  return <span className={cn('absolute', className)} style={style} />;
}

function Key({ className, children }: { className: string; children: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={cn('h-2.5 w-4 rounded-sm', className)} />
      {children}
    </li>
  );
}

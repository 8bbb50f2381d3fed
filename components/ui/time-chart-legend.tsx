import { cn } from './cn';
import type { TimeSeries } from './time-series';

interface TimeChartLegendProps {
  bars: TimeSeries;
  line: TimeSeries | undefined;
  /** True where a bucket is still filling. */
  running: boolean;
}

/** Names the series by shape as well as by colour. */
export function TimeChartLegend({ bars, line, running }: TimeChartLegendProps) {
  return (
    <ul aria-label="Legend" className="flex h-5 shrink-0 items-center gap-4 text-xs text-ink-2">
      <Entry name={bars.label} color={bars.color} mark="size-2.5 rounded-[2px] bg-current" />
      {line && <Entry name={line.label} color={line.color} mark="h-0.5 w-3 bg-current" />}
      {running && (
        <Entry name="Still counting" color={bars.color} mark="hatched size-2.5 rounded-[2px]" />
      )}
    </ul>
  );
}

function Entry({ name, color, mark }: { name: string; color: string; mark: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={cn('shrink-0', mark)} style={{ color }} />
      {name}
    </li>
  );
}

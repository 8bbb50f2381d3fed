import { cn } from './cn';
import type { TimeSeries } from './time-series';

interface TimeChartLegendProps {
  bars: readonly TimeSeries[];
  lines: readonly TimeSeries[];
  /** True where a bucket is still filling. */
  running: boolean;
}

/** Names the series by shape as well as by colour, in the order in which they are drawn. */
export function TimeChartLegend({ bars, lines, running }: TimeChartLegendProps) {
  const first = bars[0];
  return (
    <ul
      aria-label="Legend"
      className="flex min-h-5 shrink-0 flex-wrap items-center gap-x-4 text-xs text-ink-2"
    >
      {bars.map(({ key, label, color }) => (
        <Entry key={key} name={label} color={color} mark="size-2.5 rounded-[2px] bg-current" />
      ))}
      {lines.map(({ key, label, color }, index) => (
        <Entry key={key} name={label} color={color} mark={lineMarks[index % lineMarks.length]!} />
      ))}
      {running && first && (
        <Entry name="Still counting" color={first.color} mark="hatched size-2.5 rounded-[2px]" />
      )}
    </ul>
  );
}

/** As the lines of the chart are: the first whole, the second dashed, the third dotted. */
const lineMarks = [
  'h-0.5 w-4 bg-current',
  'w-4 border-t-2 border-dashed border-current',
  'w-4 border-t-2 border-dotted border-current',
];

function Entry({ name, color, mark }: { name: string; color: string; mark: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={cn('shrink-0', mark)} style={{ color }} />
      {name}
    </li>
  );
}

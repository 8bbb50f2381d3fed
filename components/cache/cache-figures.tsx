import { CacheTotals } from './cache-totals';
import { HitRatioChart, type CacheChartProps } from './hit-ratio-chart';
import { LatencyChart } from './latency-chart';

/** What a cache did in the range: in all, and over time. */
export function CacheFigures({ data, isSwitching, hint }: CacheChartProps) {
  return (
    <>
      <CacheTotals data={data} />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <HitRatioChart data={data} isSwitching={isSwitching} hint={hint} />
        <LatencyChart data={data} isSwitching={isSwitching} />
      </div>
    </>
  );
}

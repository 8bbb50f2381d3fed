interface SparklineProps {
  values: readonly number[];
  /** A colour token's class for the stroke: "text-series-1". */
  className?: string;
}

/** The shape of a series beside its figure; the figure says what the shape only hints at. */
export function Sparkline({ values, className = 'text-series-1' }: SparklineProps) {
  // One value has no shape yet; its place is kept.
  if (values.length < 2) return <span className="block h-6" />;
  const most = Math.max(1, ...values);
  const points = values
    .map(
      (value, index) =>
        `${(index / Math.max(1, values.length - 1)) * 100},${23 - (value / most) * 22}`,
    )
    .join(' ');
  return (
    <svg
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      aria-hidden
      className={`h-6 w-full overflow-visible ${className}`}
    >
      <polyline points={`0,24 ${points} 100,24`} fill="currentColor" opacity="0.1" stroke="none" />
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}

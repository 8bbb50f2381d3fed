import { useId } from 'react';
import { count } from '../ui/format';
import type { Comparison, Region } from './api';
import { height, layouts, width } from './venn-layout';

interface VennProps {
  comparison: Comparison;
  /** The regions that the operation asks for; the others stand back. */
  isChosen(region: Region): boolean;
  /** What the diagram tells, in a sentence. */
  summary: string;
}

/** The regions of two or three sets with their sizes. Not to scale: no three circles can be. */
export function Venn({ comparison: { sets, regions }, isChosen, summary }: VennProps) {
  const id = useId();
  const layout = layouts[sets.length === 3 ? 3 : 2];
  const names = sets.map(({ set }) => set);
  const inside = (index: number) => `${id}-in-${index}`;
  const outside = (index: number) => `${id}-out-${index}`;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={summary}
      className="mx-auto h-full max-w-full"
    >
      <defs>
        {layout.circles.map(({ x, y }, index) => (
          <g key={index}>
            <clipPath id={inside(index)}>
              <circle cx={x} cy={y} r={layout.radius} />
            </clipPath>
            <mask id={outside(index)}>
              <rect width={width} height={height} fill="white" />
              <circle cx={x} cy={y} r={layout.radius} fill="black" />
            </mask>
          </g>
        ))}
      </defs>
      {regions.filter(isChosen).map((region) => {
        const shape = names.reduce(
          (inner, name, index) =>
            region.in.includes(name) ? (
              <g clipPath={`url(#${inside(index)})`}>{inner}</g>
            ) : (
              <g mask={`url(#${outside(index)})`}>{inner}</g>
            ),
          <rect width={width} height={height} fill="var(--accent-soft)" />,
        );
        return <g key={region.in.join()}>{shape}</g>;
      })}
      {layout.circles.map(({ x, y }, index) => (
        <circle
          key={index}
          cx={x}
          cy={y}
          r={layout.radius}
          fill="none"
          stroke="var(--control)"
          strokeWidth="1.25"
        />
      ))}
      {layout.names.map(({ x, y, anchor }, index) => (
        <text key={index} x={x} y={y} textAnchor={anchor} fontSize="12" fill="var(--ink-2)">
          {names[index]} {count(sets[index]!.size)}
        </text>
      ))}
      {regions.map((region) => {
        const at = layout.figures[region.in.map((name) => names.indexOf(name)).join('')]!;
        const chosen = isChosen(region);
        return (
          <text
            key={region.in.join()}
            x={at.x}
            y={at.y}
            textAnchor="middle"
            dominantBaseline="central"
            fontSize={chosen ? 15 : 12}
            fontWeight={chosen ? 600 : 400}
            fill={chosen ? 'var(--ink)' : 'var(--ink-3)'}
          >
            {count(region.size)}
          </text>
        );
      })}
    </svg>
  );
}

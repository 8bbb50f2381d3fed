'use client';

import { ResponsiveContainer, Tooltip, Treemap, type TreemapNode } from 'recharts';
import type { PrefixSummary } from './api';

type Row = PrefixSummary & { value: number };

interface PrefixTreemapProps {
  rows: readonly Row[];
  format(value: number): string;
  /** What the chart tells, in a sentence, for who does not see it. */
  summary: string;
  onChoose(prefix: string): void;
}

/** Prefixes as areas, those of the second level inside the first. A list beside it says the same to a keyboard. */
export function PrefixTreemap({ rows, format, summary, onChoose }: PrefixTreemapProps) {
  const base = baseOf(rows[0]?.prefix ?? '').length;
  return (
    <div className="min-h-0 min-w-0" role="img" aria-label={summary}>
      <ResponsiveContainer
        width="100%"
        height="100%"
        initialDimension={{ width: 640, height: 270 }}
      >
        <Treemap
          data={toTree(rows)}
          dataKey="value"
          nameKey="name"
          aspectRatio={1.4}
          isAnimationActive={false}
          content={(node) => <Tile node={node} base={base} format={format} onChoose={onChoose} />}
        >
          <Tooltip
            isAnimationActive={false}
            content={({ payload }) => {
              const node = payload?.[0]?.payload as { name?: string; value?: number } | undefined;
              if (!node?.name) return null;
              return (
                <div className="rounded border border-line-strong bg-raised px-2 py-1 text-xs shadow-lg">
                  <code>{node.name}</code> {format(node.value ?? 0)}
                </div>
              );
            }}
          />
        </Treemap>
      </ResponsiveContainer>
    </div>
  );
}

/** What all prefixes have in common, which a tile need not repeat. */
const baseOf = (prefix: string) => prefix.slice(0, prefix.lastIndexOf(':', prefix.length - 2) + 1);

/** A parent's area is that of its children: what lies below none of them is a child of its own. */
function toTree(rows: readonly Row[]) {
  return rows
    .filter(({ parent, value }) => parent === null && value > 0)
    .map((top) => {
      const below = rows.filter(({ parent, value }) => parent === top.prefix && value > 0);
      const rest = top.value - below.reduce((sum, { value }) => sum + value, 0);
      const children = below.map(({ prefix, value }) => ({ name: prefix, value }));
      if (rest > 0) children.push({ name: top.prefix, value: rest });
      return { name: top.prefix, children };
    });
}

interface TileProps {
  node: TreemapNode;
  /** Characters of a name that are not shown. */
  base: number;
  format(value: number): string;
  onChoose(prefix: string): void;
}

function Tile({ node, base, format, onChoose }: TileProps) {
  const { x, y, width, height, name, value, depth } = node;
  if (depth !== 2 || width <= 0 || height <= 0) return <g />;
  const room = Math.floor((width - 10) / 6.2);
  const own = name.slice(base);
  const label = own.length > room ? `${own.slice(0, room - 1)}…` : own;
  return (
    <g onClick={() => onChoose(name)} className="cursor-pointer">
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        className="fill-accent-soft stroke-surface hover:fill-hover"
        strokeWidth={2}
      />
      {room > 3 && height > 20 && (
        <text x={x + 6} y={y + 16} className="fill-ink font-mono text-2xs">
          {label}
        </text>
      )}
      {room > 3 && height > 36 && (
        <text x={x + 6} y={y + 30} className="fill-ink-2 text-2xs">
          {format(value)}
        </text>
      )}
    </g>
  );
}

'use client';

import { Users } from 'lucide-react';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { useLive } from '../live/use-live';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { ChartPanel } from '../ui/chart-panel';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { count } from '../ui/format';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { addMembers, compareSets, type Region, type SetOperation } from './api';
import { demoSets, someone } from './demo';
import { Venn } from './venn';

const operations = [
  { value: 'union', label: 'Union' },
  { value: 'intersection', label: 'Intersection' },
  { value: 'difference', label: 'Difference' },
] as const;
const sizes = [
  { value: '2', label: '2 sets' },
  { value: '3', label: '3 sets' },
] as const;

const columns: Column<Region>[] = [
  { key: 'in', title: 'In just', value: (region) => region.in.join(' and '), wide: true },
  { key: 'size', title: 'Members', value: (region) => region.size, numeric: true },
];

const chosenBy: Record<SetOperation, (region: Region, names: readonly string[]) => boolean> = {
  union: () => true,
  intersection: (region, names) => region.in.length === names.length,
  difference: (region, names) => region.in.length === 1 && region.in[0] === names[0],
};

/** Two or three sets and what an operation over them would give, without a member being sent. */
export function ComparePanel() {
  const [{ op, of }, set] = useQueryStates({
    op: parseAsStringLiteral(['union', 'intersection', 'difference']).withDefault('intersection'),
    of: parseAsInteger.withDefault(3),
  });
  const names = demoSets.slice(0, of === 2 ? 2 : 3);
  const { data, isSwitching, refresh } = useLive(
    compareSets,
    { query: { op, sets: names.join() } },
    { label: 'Comparison' },
  );
  const act = useAction();

  async function fill() {
    await Promise.all(
      demoSets.map((name, index) =>
        act(
          addMembers,
          { params: { set: name }, body: { members: someone(200, index) } },
          { label: `People into ${name}`, failed: `Nobody was put into ${name}` },
        ),
      ),
    );
    refresh();
  }

  const all = data?.sets.map((entry) => entry.set) ?? [];
  const isChosen = (region: Region) => chosenBy[op](region, all);
  return (
    <ChartPanel
      id="compare"
      title="What sets have in common"
      description={data && `${op}: ${count(data.size)}`}
      columns={columns}
      rows={data?.regions ?? []}
      rowKey={(region) => region.in.join()}
      height={340}
      actions={
        <NeedsSignIn inTitle>
          <Button onClick={() => void fill()}>
            <Users aria-hidden /> <span className="max-sm:sr-only">Add people</span>
          </Button>
        </NeedsSignIn>
      }
    >
      <div className="flex h-full flex-col gap-2">
        <div className="flex flex-wrap gap-2">
          <Segmented
            label="Operation"
            value={op}
            options={operations}
            onChange={(next) => void set({ op: next })}
          />
          <Segmented
            label="Sets"
            value={of === 2 ? '2' : '3'}
            options={sizes}
            onChange={(next) => void set({ of: Number(next) })}
          />
        </div>
        <div className={cn('min-h-0 flex-1 transition-opacity', isSwitching && 'opacity-40')}>
          {data === undefined ? (
            <Skeleton className="h-full" />
          ) : data.sets.every(({ size }) => size === 0) ? (
            <EmptyState title="The sets are empty" action={<NeedsSignIn />}>
              Add people, and see how many are readers, buyers and subscribers, or several of them.
            </EmptyState>
          ) : (
            <Venn
              comparison={data}
              isChosen={isChosen}
              summary={`${op} of ${all.join(', ')}: ${count(data.size)}. ${data.regions
                .map((region) => `${count(region.size)} in just ${region.in.join(' and ')}`)
                .join(', ')}.`}
            />
          )}
        </div>
      </div>
    </ChartPanel>
  );
}

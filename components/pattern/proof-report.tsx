import { CircleCheck, CircleX } from 'lucide-react';
import type { ProofMeasure, ProofResult } from '@/lib/proof';
import { cn } from '../ui/cn';
import { figure, milliseconds, plural } from '../ui/format';
import { ProofSchedule } from './proof-schedule';

/** The verdict, the figures of both sides, what each cost, and the schedule that both went through. */
export function ProofReport({ result }: { result: ProofResult }) {
  const { measures, holds } = result;
  const broken = measures.filter((measure) => !measure.naiveHolds).length;
  const Icon = holds ? CircleCheck : CircleX;
  return (
    <div className="grid min-w-0 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="min-w-0 lg:border-r">
        <p
          className={cn(
            'flex items-start gap-2 border-b px-3 py-2.5',
            holds ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad',
          )}
        >
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <strong className="font-medium">{holds ? 'It holds.' : 'It does not hold.'}</strong>{' '}
            {measures.filter((measure) => measure.safeHolds).length} of{' '}
            {plural(measures.length, 'figure')} as wanted; the naive way misses {broken}. Run in{' '}
            {milliseconds(result.tookMs)}.
          </span>
        </p>
        <table className="w-full text-left">
          <thead>
            <tr className="border-b text-2xs text-ink-3">
              <th scope="col" className="h-8 px-3 font-medium">
                What was counted
              </th>
              <th scope="col" className="px-3 text-right font-medium">
                Naive
              </th>
              <th scope="col" className="px-3 text-right font-medium">
                This way
              </th>
            </tr>
          </thead>
          <tbody>
            {measures.map((measure) => (
              <Measure key={measure.name} measure={measure} />
            ))}
            <tr className="text-xs text-ink-2">
              <th scope="row" className="px-3 py-1.5 font-normal">
                Spent on the wire
              </th>
              {[result.naive, result.safe].map((side, index) => (
                <td key={index} className="px-3 py-1.5 text-right align-baseline">
                  {plural(side.roundTrips, 'trip')}
                  <span className="block text-ink-3">{plural(side.commands, 'command')}</span>
                  <span className="block text-ink-3">{milliseconds(side.tookMs)}</span>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <ProofSchedule steps={result.schedule} />
    </div>
  );
}

function Measure({ measure }: { measure: ProofMeasure }) {
  return (
    <tr className="border-b">
      <th scope="row" className="px-3 py-1.5 font-normal">
        {measure.label}
        <span className="block text-xs text-ink-3">wanted: {measure.wanted}</span>
      </th>
      <Side value={measure.naive} unit={measure.unit} holds={measure.naiveHolds} />
      <Side value={measure.safe} unit={measure.unit} holds={measure.safeHolds} />
    </tr>
  );
}

function Side({ value, unit, holds }: { value: number; unit: string | undefined; holds: boolean }) {
  const Icon = holds ? CircleCheck : CircleX;
  return (
    <td className="whitespace-nowrap px-3 py-1.5 text-right align-baseline">
      <span className="text-sm font-medium">
        {Number.isInteger(value) ? value.toLocaleString('en') : figure(value)}
        {unit !== undefined && <span className="font-normal text-ink-3"> {unit}</span>}
      </span>
      <span
        className={cn(
          'flex items-center justify-end gap-1 text-2xs',
          holds ? 'text-good' : 'text-bad',
        )}
      >
        <Icon aria-hidden className="size-3" />
        {holds ? 'holds' : 'breaks'}
      </span>
    </td>
  );
}

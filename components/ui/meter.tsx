import { cn } from './cn';

interface MeterProps {
  label: string;
  /** Between 0 and `max`; what lies above is drawn full. */
  value: number;
  max: number;
  /** The value in words, for who does not see the bar. */
  text: string;
  tone?: 'accent' | 'good' | 'warn' | 'bad';
}

const fills = { accent: 'bg-accent', good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad' };

/** How much of a known whole. */
export function Meter({ label, value, max, text, tone = 'accent' }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={text}
      className="h-1.5 w-full overflow-hidden rounded-full bg-hover"
    >
      <div
        className={cn('h-full rounded-full transition-[width] duration-200', fills[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}

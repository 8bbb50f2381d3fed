import { Check } from 'lucide-react';
import type { PatternContract } from '@/lib/contract';

const sections = [
  ['live', 'Live'],
  ['wire', 'Wire'],
  ['proof', 'Proof'],
  ['code', 'Code'],
  ['cost', 'Cost'],
] as const;

/** Title, purpose, and what is promised at which price. */
export function PatternHeader({ pattern }: { pattern: PatternContract }) {
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight">{pattern.title}</h1>
          <p className="max-w-prose text-pretty text-base text-ink-2">{pattern.summary}</p>
        </div>
        <nav aria-label="On this page" className="-mx-1.5 flex">
          {sections.map(([id, name]) => (
            <a
              key={id}
              href={`#${id}`}
              className="flex h-6 items-center rounded px-1.5 text-xs text-ink-2 hover:bg-hover hover:text-ink"
            >
              {name}
            </a>
          ))}
        </nav>
      </div>
      <ul
        aria-label="Guarantees"
        className="grid gap-x-6 gap-y-2 border-t pt-3 sm:grid-cols-2 xl:grid-cols-4"
      >
        {pattern.guarantees.map(({ promise, cost }) => (
          <li key={promise} className="flex gap-2">
            <Check aria-hidden className="mt-[3px] size-3.5 shrink-0 text-good" />
            <p className="text-pretty">
              {promise}
              {cost !== undefined && <span className="block text-xs text-ink-3">{cost}</span>}
            </p>
          </li>
        ))}
      </ul>
    </header>
  );
}

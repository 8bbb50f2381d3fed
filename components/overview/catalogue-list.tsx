import type { PatternContract } from '@/lib/contract';
import { PageLink } from '../ui/page-link';
import { Panel } from '../ui/panel';
import { plural } from '../ui/format';
import { LastProofNote } from './last-proof-note';

/** Every pattern with its first promise, what its first call costs, and when it was last proved here. */
export function CatalogueList({ catalogue }: { catalogue: readonly PatternContract[] }) {
  return (
    <Panel
      id="patterns"
      title="Patterns"
      description={plural(catalogue.length, 'pattern')}
      padded={false}
    >
      <ul>
        {catalogue.map((pattern) => (
          <li key={pattern.slug} className="border-b last:border-0">
            <PatternRow pattern={pattern} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function PatternRow({ pattern }: { pattern: PatternContract }) {
  const [guarantee] = pattern.guarantees;
  const [cost] = Object.values(pattern.operations).flatMap((operation) => operation.cost);
  return (
    <PageLink
      href={pattern.page}
      className="grid gap-x-6 gap-y-2 px-3 py-3 outline-offset-[-2px] hover:bg-hover md:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,3fr)_minmax(0,2fr)]"
    >
      <div>
        <h3 className="font-medium">{pattern.title}</h3>
        <p className="text-pretty text-xs text-ink-2">{pattern.summary}</p>
      </div>
      <Fact name="Guarantee" value={guarantee?.promise} note={guarantee?.cost} />
      <Fact
        name="Cost"
        value={
          cost && `${plural(cost.roundTrips, 'round trip')}, ≤ ${plural(cost.commands, 'command')}`
        }
        note={cost?.of}
      />
      <div>
        <p className="text-2xs text-ink-3">Last proof</p>
        <LastProofNote slug={pattern.slug} />
      </div>
    </PageLink>
  );
}

function Fact({ name, value, note }: { name: string; value?: string; note?: string }) {
  return (
    <div>
      <p className="text-2xs text-ink-3">{name}</p>
      <p className="text-pretty text-xs">{value}</p>
      {note !== undefined && <p className="text-pretty text-xs text-ink-3">{note}</p>}
    </div>
  );
}

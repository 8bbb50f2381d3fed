import { DataTable, type Column } from '../ui/data-table';
import { bytes, count } from '../ui/format';
import { EmptyState } from '../pattern/empty-state';
import type { Value } from './api';
import { hexDump } from './hex-dump';

type Entry = Extract<Value, { kind: 'entries' }>['entries'][number];

/** What the name of an entry is, by the type of its key. */
const names: Record<string, string> = {
  list: 'Index',
  hash: 'Field',
  zset: 'Score',
  stream: 'Id',
};

/** A page of a value: a text, bytes, or entries. */
export function ValueView({ value, type }: { value: Value; type: string }) {
  switch (value.kind) {
    case 'text':
      return (
        <pre className="whitespace-pre-wrap p-3 text-xs wrap-anywhere">
          {value.text === '' ? <span className="text-ink-3">(an empty text)</span> : value.text}
        </pre>
      );
    case 'binary':
      return <pre className="p-3 text-xs">{hexDump(value.bytes, value.from)}</pre>;
    case 'hyperloglog':
      return (
        <>
          <p className="border-b p-3">
            A HyperLogLog of about {count(value.estimate)} different members (± 0.81 %). Its bytes:
          </p>
          <pre className="p-3 text-xs">{hexDump(value.bytes, value.from)}</pre>
        </>
      );
    case 'entries':
      return <Entries entries={value.entries} type={type} />;
    case 'too-large':
      return (
        <EmptyState title="Its entries are too large for a page">
          {bytes(value.averageBytes)} on average. Read them with a command of your own.
        </EmptyState>
      );
    default:
      return <EmptyState title="A type of its own">This viewer does not know “{type}”.</EmptyState>;
  }
}

function Entries({ entries, type }: { entries: readonly Entry[]; type: string }) {
  if (entries.length === 0)
    return (
      <EmptyState title="Nothing on this page">
        A page of a hash or a set may be empty before the last.
      </EmptyState>
    );
  const name = names[type];
  const columns: Column<Entry>[] = [
    ...(name === undefined
      ? []
      : [
          {
            key: 'name',
            title: name,
            value: (row: Entry) => row.name,
            cell: (row: Entry) => <code className="text-xs wrap-anywhere">{row.name}</code>,
          },
        ]),
    {
      key: 'value',
      title: type === 'set' || type === 'zset' ? 'Member' : 'Value',
      value: (row) => row.value,
      cell: (row) => (
        <code className="whitespace-pre-wrap text-xs wrap-anywhere">
          {row.value}
          {row.cut && <span className="text-ink-3"> … cut off</span>}
        </code>
      ),
      wide: true,
    },
  ];
  // Entries of one page may be equal; their place is what tells them apart.
  const places = new Map(entries.map((entry, index) => [entry, index]));
  return (
    <DataTable
      label="Entries"
      columns={columns}
      rows={entries}
      rowKey={(row) => String(places.get(row))}
    />
  );
}

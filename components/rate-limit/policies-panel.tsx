'use client';

import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { demos, type Policy, type Status } from './api';
import type { Guarded } from './guarded';
import { limitInWords } from './limit-in-words';

interface PoliciesPanelProps {
  /** Undefined while they are being read. */
  policies: readonly Policy[] | undefined;
  guarded: Guarded;
  status: Status | undefined;
}

/** Every policy of this deployment: its limits, what it guards, and what it does while Redis is down. */
export function PoliciesPanel({ policies, guarded, status }: PoliciesPanelProps) {
  const { byPolicy, unlimited } = guarded;
  const columns = columnsOf(byPolicy, status);
  return (
    <Panel
      id="policies"
      title="Policies"
      description={
        unlimited.length === 0 ? (
          'each operation has one'
        ) : (
          <>
            not limited: <code>{unlimited.join(', ')}</code>
          </>
        )
      }
      padded={false}
      actions={<ExportMenu name="policies" columns={columns} rows={policies ?? []} />}
    >
      {policies === undefined ? (
        <Skeleton className="m-3 h-80" />
      ) : (
        <DataTable
          label="Policies"
          columns={columns}
          rows={policies}
          rowKey={(policy) => policy.name}
        />
      )}
    </Panel>
  );
}

function columnsOf(byPolicy: Guarded['byPolicy'], status: Status | undefined): Column<Policy>[] {
  const guards = ({ name }: Policy) => byPolicy[name] ?? [];
  const checks = ({ name }: Policy, outcome: 'allowed' | 'refused') =>
    status?.policies.find(({ policy }) => policy === name)?.[outcome] ?? 0;
  return [
    {
      key: 'policy',
      title: 'Policy',
      value: ({ name }) => name,
      cell: ({ name, description }) => (
        <>
          <code className="font-medium">{name}</code>
          <span className="block text-pretty text-xs text-ink-3">{description}</span>
        </>
      ),
      wide: true,
    },
    {
      key: 'limits',
      title: 'Limits',
      value: ({ limits }) => limits.map(limitInWords).join('; '),
      cell: ({ limits }) =>
        limits.map((limit, index) => (
          <span key={index} className="block text-xs sm:whitespace-nowrap">
            {limitInWords(limit)}
          </span>
        )),
    },
    {
      key: 'guards',
      title: 'Guards',
      value: (policy) => guards(policy).join('; '),
      cell: (policy) => <Operations policy={policy.name} names={guards(policy)} />,
    },
    {
      key: 'onRedisDown',
      title: 'Redis down',
      value: ({ onRedisDown }) => onRedisDown,
      cell: ({ onRedisDown }) => (
        <Badge tone={onRedisDown === 'allow' ? 'plain' : 'warn'}>
          {onRedisDown === 'allow' ? 'lets through' : 'refuses'}
        </Badge>
      ),
    },
    {
      key: 'allowed',
      title: 'Allowed',
      value: (policy) => checks(policy, 'allowed'),
      cell: (policy) => status && count(checks(policy, 'allowed')),
      numeric: true,
    },
    {
      key: 'refused',
      title: 'Refused',
      value: (policy) => checks(policy, 'refused'),
      cell: (policy) => status && count(checks(policy, 'refused')),
      numeric: true,
    },
  ];
}

function Operations({ policy, names }: { policy: string; names: readonly string[] }) {
  if (names.length === 0)
    return (
      <span className="whitespace-nowrap text-xs text-ink-3">
        {demos.some((demo) => demo.policy === policy) ? 'the demo above' : 'asked in the work'}
      </span>
    );
  return (
    <details className="text-xs">
      <summary className="whitespace-nowrap leading-6">{plural(names.length, 'operation')}</summary>
      <ul className="flex min-w-72 flex-col gap-0.5 pb-1 @max-md:min-w-0">
        {names.map((name) => (
          <li key={name} className="font-mono text-2xs text-ink-2 [overflow-wrap:anywhere]">
            {name}
          </li>
        ))}
      </ul>
    </details>
  );
}

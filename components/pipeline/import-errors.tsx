'use client';

import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count, plural } from '../ui/format';
import type { LineError } from './api';

/** More than anyone reads; the export has all that is kept. */
const mostShown = 200;

const columns: Column<LineError>[] = [
  {
    key: 'line',
    title: 'Line',
    value: (error) => error.line,
    cell: (error) => <span className="whitespace-nowrap">Line {count(error.line)}</span>,
  },
  {
    key: 'field',
    title: 'Field',
    value: (error) => error.field,
    cell: (error) => (
      <span className="whitespace-nowrap">
        {error.field === '' ? 'the line' : <code>{error.field}</code>}
      </span>
    ),
  },
  { key: 'message', title: 'Reason', value: (error) => error.message, wide: true },
];

interface ImportErrorsProps {
  errors: readonly LineError[];
  failed: number;
}

/** The lines that were not written, each with its reason. */
export function ImportErrors({ errors, failed }: ImportErrorsProps) {
  if (failed === 0) return null;
  const shown = errors.slice(0, mostShown);
  return (
    <div className="-mx-3 -mb-3 mt-3 border-t">
      <div className="flex min-h-9 items-center justify-between gap-3 px-3">
        <h3 className="text-xs font-medium">
          {plural(failed, 'line')} failed
          {shown.length < failed && (
            <span className="font-normal text-ink-3">, the first {count(shown.length)} here</span>
          )}
        </h3>
        <ExportMenu name="failed-lines" columns={columns} rows={errors} />
      </div>
      <div
        className="max-h-56 overflow-y-auto border-t"
        tabIndex={0}
        role="group"
        aria-label="Failed lines"
      >
        <DataTable
          label="Failed lines"
          columns={columns}
          rows={shown}
          rowKey={(error) => String(error.line)}
        />
      </div>
    </div>
  );
}

'use client';

import type { ReactNode } from 'react';
import { cn } from './cn';

export interface Column<Row> {
  /** The name in exports. */
  key: string;
  title: string;
  /** What is exported, and shown where `cell` is not given. */
  value(row: Row): string | number;
  cell?(row: Row): ReactNode;
  /** Figures stand at the right, so that their digits align. */
  numeric?: boolean;
  /** Takes what width the others leave. */
  wide?: boolean;
}

interface DataTableProps<Row> {
  /** The accessible name. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
}

/**
 * A table that becomes a list of cards where it has no room. The roles are spelt out because a browser
 * forgets that a table is one once its rows are laid out otherwise.
 */
export function DataTable<Row>({ label, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <div className="@container">
      <table
        role="table"
        aria-label={label}
        className="w-full border-collapse text-left @max-md:block"
      >
        <thead role="rowgroup" className="@max-md:sr-only">
          <tr role="row" className="border-b">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                className={cn(
                  'h-8 whitespace-nowrap px-3 text-2xs font-medium text-ink-3',
                  column.numeric && 'text-right',
                  column.wide && 'w-full',
                )}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="@max-md:block">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className="border-b last:border-0 @max-md:block @max-md:px-3 @max-md:py-2"
            >
              {columns.map((column, index) => (
                <td
                  key={column.key}
                  role="cell"
                  data-title={column.title}
                  className={cn(
                    'px-3 py-1.5 align-baseline @max-md:flex @max-md:justify-between @max-md:gap-4 @max-md:px-0 @max-md:py-0.5 @max-md:before:shrink-0 @max-md:before:text-xs @max-md:before:text-ink-3 @max-md:before:content-[attr(data-title)]',
                    column.numeric && 'text-right',
                    // The first names the row: in a card it is the heading, and needs no label.
                    index === 0 && '@max-md:before:hidden',
                  )}
                >
                  <div className="min-w-0">
                    {column.cell ? column.cell(row) : column.value(row)}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

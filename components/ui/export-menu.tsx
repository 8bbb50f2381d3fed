'use client';

import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonStyle } from './button';
import type { Column } from './data-table';
import { toCsv, toJson } from './export';

interface ExportMenuProps<Row> {
  /** The file's name without its ending; also names what is exported: "top-pages". */
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** What a table shows, as a file. */
export function ExportMenu<Row>({ name, columns, rows }: ExportMenuProps<Row>) {
  const item =
    'flex h-7 cursor-pointer select-none items-center rounded-sm px-2 text-xs outline-none data-highlighted:bg-hover';
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`Export ${name.replaceAll('-', ' ')}`}
        title="Export"
        disabled={rows.length === 0}
        className={buttonStyle({ look: 'quiet', size: 'icon' })}
      >
        <Download aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-28 rounded border border-line-strong bg-raised p-1 shadow-lg shadow-ink/5"
        >
          <DropdownMenu.Item
            className={item}
            onSelect={() => download(`${name}.csv`, 'text/csv', toCsv(columns, rows))}
          >
            CSV
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={item}
            onSelect={() => download(`${name}.json`, 'application/json', toJson(columns, rows))}
          >
            JSON
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

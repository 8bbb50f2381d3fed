'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { DataTable, type Column } from './data-table';
import { ExportMenu } from './export-menu';
import { IconButton } from './icon-button';
import { Panel } from './panel';

interface ChartPanelProps<Row> {
  id: string;
  title: string;
  description?: ReactNode;
  /** The same figures, for "view as table" and for exports. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  /** Acts on the chart, before the two that every chart has. */
  actions?: ReactNode;
  /** The height of chart and table, in pixels. */
  height: number;
  children: ReactNode;
}

/** A chart with its title, its figures as a table, and its exports. */
export function ChartPanel<Row>({
  id,
  title,
  description,
  columns,
  rows,
  rowKey,
  actions,
  height,
  children,
}: ChartPanelProps<Row>) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      id={id}
      title={title}
      description={description}
      padded={false}
      actions={
        <>
          {actions}
          <IconButton
            label={asTable ? 'View as chart' : 'View as table'}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
          </IconButton>
          <ExportMenu name={id} columns={columns} rows={rows} />
        </>
      }
    >
      {asTable ? (
        <div
          style={{ height }}
          className="overflow-y-auto"
          tabIndex={0}
          role="group"
          aria-label={title}
        >
          <DataTable label={title} columns={columns} rows={rows} rowKey={rowKey} />
        </div>
      ) : (
        <div style={{ height }} className="p-3">
          {children}
        </div>
      )}
    </Panel>
  );
}

'use client';

import { looks } from '../cache/why';
import { Badge } from '../ui/badge';
import { DataTable } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { milliseconds, plural } from '../ui/format';
import type { ResultOfReport } from './api';
import { columnsOf } from './columns';
import { KeyParts } from './key-parts';
import type { Answers } from './use-answers';
import { whyQuery } from './why-query';

/** The last answer: served how, in what time, made of what key, and its rows. */
export function Answer({ answers: { latest, problem } }: { answers: Answers }) {
  return (
    <div className="flex min-w-0 flex-col gap-3 pt-3">
      {problem !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      {latest ? (
        <Shown answer={latest} />
      ) : (
        <p className="max-w-prose text-xs text-ink-2">
          Ask twice: the first answer is made by Postgres, which reads every order line of the shop;
          the second comes from the cache. An order in the shop makes it slow once again.
        </p>
      )}
    </div>
  );
}

function Shown({ answer }: { answer: ResultOfReport }) {
  const { cache, rows, columns: told } = answer;
  const columns = columnsOf(told);
  const name = `${answer.report}-${answer.tenant}`;
  return (
    <>
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className="flex flex-wrap items-center gap-2 text-xs">
          <Badge tone={looks[cache.status].tone}>{looks[cache.status].label}</Badge>
          <code>{cache.reason}</code>
          <span className="text-ink-3">in {milliseconds(cache.tookMs)}</span>
          {cache.loadMs !== undefined && (
            <span className="text-ink-3">database {milliseconds(cache.loadMs)}</span>
          )}
          {cache.savedMs !== undefined && (
            <span className="text-good">{milliseconds(cache.savedMs)} saved</span>
          )}
        </p>
        <p className="max-w-prose text-pretty text-xs text-ink-2">{whyQuery(cache)}</p>
        <KeyParts cache={cache} />
      </div>
      <div className="min-w-0 rounded border">
        <div className="flex min-h-9 items-center justify-between gap-2 border-b px-3">
          <p className="text-xs text-ink-3">
            {plural(rows.length, 'row')} for {answer.tenant}
          </p>
          <ExportMenu name={name} columns={columns} rows={rows} />
        </div>
        <div
          role="region"
          aria-label="Rows of the report"
          tabIndex={0}
          className="max-h-80 overflow-auto"
        >
          <DataTable
            label="Report"
            columns={columns}
            rows={rows.map((row, index) => ({ ...row, '#': index }))}
            rowKey={(row) => String(row['#'])}
          />
        </div>
      </div>
    </>
  );
}

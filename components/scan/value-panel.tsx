'use client';

import { ChevronRight, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { CopyButton } from '../ui/copy-button';
import { bytes, duration } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import type { ValuePage } from './api';
import { DeleteDialog } from './delete-dialog';
import { shownName, sizeOf } from './key-line';
import { useValue } from './use-value';
import { ValueView } from './value-view';
import { useKeysView } from './view-state';

/** The value of the chosen key, a bounded page at a time. */
export function ValuePanel({ onDeleted }: { onDeleted(): void }) {
  const [{ key }, setView] = useKeysView();
  const { page, problem, number, reading, first, next } = useValue(key);
  const [deleting, setDeleting] = useState(false);
  return (
    <Panel
      id="value"
      title="Value"
      description="Read with commands that only read"
      padded={false}
      actions={key !== null && <CopyButton label="Copy the key" text={key} />}
    >
      {key === null ? (
        <EmptyState title="No key chosen">
          Choose one of the list. Of any value, however large, one page is read at a time.
        </EmptyState>
      ) : (
        <>
          <Facts name={key} page={page} />
          <div
            className={cn(
              'h-[25.5rem] overflow-auto border-b transition-opacity',
              reading && page && 'opacity-40',
            )}
            role="group"
            aria-label="Value of the key"
            tabIndex={0}
          >
            {problem ? (
              <EmptyState title={problem.title}>{problem.detail}</EmptyState>
            ) : page === undefined ? (
              <Skeleton className="m-3 h-64" />
            ) : (
              <ValueView value={page.value} type={page.type} />
            )}
          </div>
          <div className="flex flex-wrap items-center justify-between gap-1.5 p-3">
            <div className="flex items-center gap-1.5">
              <Button onClick={first}>
                <RotateCcw aria-hidden /> First page
              </Button>
              <Button disabled={reading || !page?.next} onClick={next}>
                Next page <ChevronRight aria-hidden />
              </Button>
              <span className="text-xs text-ink-3">page {number}</span>
            </div>
            <NeedsSignIn inTitle>
              <Button disabled={page === undefined} onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden /> Delete …
              </Button>
            </NeedsSignIn>
          </div>
          <DeleteDialog
            name={deleting ? key : null}
            onClose={() => setDeleting(false)}
            onDeleted={() => {
              void setView({ key: null });
              onDeleted();
            }}
          />
        </>
      )}
    </Panel>
  );
}

function Facts({ name, page }: { name: string; page: ValuePage | undefined }) {
  return (
    <div className="flex min-h-[3.75rem] flex-col gap-1 border-b px-3 py-2">
      <h3 className="font-mono text-xs wrap-anywhere">{shownName(name)}</h3>
      {page && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
          <Badge tone="accent">
            {page.value.kind === 'hyperloglog' ? 'HyperLogLog' : page.type}
          </Badge>
          <span>{sizeOf(page)}</span>
          {page.memoryBytes !== null && <span>{bytes(page.memoryBytes)} of memory</span>}
          <span>
            {page.expiresInMs === null
              ? 'does not expire'
              : `goes in ${duration(page.expiresInMs)}`}
          </span>
        </p>
      )}
    </div>
  );
}

'use client';

import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { useWireLog } from '../../live/live-provider';
import { billed, type Exchange } from '../../live/wire-log';
import { Dialog } from '../../ui/dialog';
import { milliseconds, plural } from '../../ui/format';
import { Panel } from '../../ui/panel';
import { WireList } from './wire-list';

const note = 'The Redis round trips behind each call. Values are redacted.';

/** The wire panel in its place: beside the live panel, below it, or on a phone as a sheet from the lower edge. */
export function WireDock() {
  const log = useWireLog();
  const [open, setOpen] = useState(false);
  const last = log.toSorted((a, b) => b.at - a.at)[0];
  return (
    <>
      <Panel
        id="wire"
        title="Wire"
        description={note}
        padded={false}
        className="max-sm:hidden min-[90rem]:sticky min-[90rem]:top-14 min-[90rem]:max-h-[calc(100dvh-4.5rem)] min-[90rem]:self-start min-[90rem]:overflow-y-auto"
      >
        <WireList log={log} />
      </Panel>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="fixed inset-x-0 bottom-0 z-30 flex h-11 items-center justify-between gap-3 border-t border-line-strong bg-raised px-4 text-xs sm:hidden"
      >
        <span className="flex items-center gap-2 font-medium">
          <ArrowRightLeft aria-hidden className="size-3.5" />
          Wire
        </span>
        <span className="text-ink-2">{last ? inShort(last) : 'Nothing yet'}</span>
      </button>
      <Dialog from="sheet" title="Wire" description={note} open={open} onOpenChange={setOpen}>
        <div className="pt-2">
          <WireList log={log} />
        </div>
      </Dialog>
    </>
  );
}

function inShort({ label, problem, wire, status, tookMs }: Exchange): string {
  if (problem) return `${label}: ${problem.code}`;
  const commands = billed(wire);
  return `${label}: ${commands ? plural(commands, 'command') : status}, ${milliseconds(tookMs)}`;
}

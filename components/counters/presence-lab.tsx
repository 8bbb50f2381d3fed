'use client';

import { Plus, Skull, X } from 'lucide-react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { duration } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import type { Presence } from './api';
import type { Lab, LabTab } from './use-lab';

const users = ['ann', 'ben', 'cyd'];
const tones = { open: 'good', closed: 'plain', killed: 'bad' } as const;

interface PresenceLabProps {
  lab: Lab;
  /** Undefined while it is read. */
  presence: Presence | undefined;
  naive: number | undefined;
}

/** Tabs to open, close and kill, and what the two ways to count make of it. */
export function PresenceLab({ lab, presence, naive }: PresenceLabProps) {
  const open = lab.tabs.filter(({ state }) => state === 'open');
  const truth = new Set(open.map(({ user }) => user)).size;
  return (
    <Panel
      id="presence"
      title="Who is here"
      description={presence && `a heartbeat counts for ${duration(presence.ttlMs)}`}
      actions={
        <NeedsSignIn inTitle>
          <Button
            size="sm"
            disabled={!naive}
            onClick={() => lab.reset(naive ?? 0)}
            aria-label="Reset the INCR and DECR counter"
          >
            Reset INCR
          </Button>
        </NeedsSignIn>
      }
    >
      <dl className="grid grid-cols-3 gap-3 border-b pb-3">
        <Figure name="Open here" value={truth} note={`${open.length} tabs`} />
        <Figure
          name="INCR and DECR"
          value={naive}
          note="counts tabs; a kill is for ever"
          tone={naive !== undefined && naive !== truth ? 'text-bad' : ''}
        />
        <Figure
          name="Heartbeats"
          value={presence?.here}
          note={presence && (presence.users.map(({ user }) => user).join(', ') || 'nobody')}
        />
      </dl>
      <div className="py-3">
        <NeedsSignIn className="flex flex-wrap gap-1.5">
          {users.map((user) => (
            <Button key={user} onClick={() => lab.open(user)}>
              <Plus aria-hidden /> Open a tab of {user}
            </Button>
          ))}
        </NeedsSignIn>
      </div>
      {lab.tabs.length === 0 ? (
        <EmptyState title="No tabs yet">
          Open a few, two of them for one user. Close one, kill another, and see which count is
          right when its time to live is over.
        </EmptyState>
      ) : (
        <ul aria-label="Tabs" className="flex flex-col">
          {lab.tabs.map((tab) => (
            <Tab key={tab.id} tab={tab} onEnd={(how) => lab.end(tab, how)} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Figure({
  name,
  value,
  note,
  tone = '',
}: {
  name: string;
  value: number | undefined;
  note: string | undefined;
  tone?: string;
}) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-ink-2">{name}</dt>
      <dd>
        <span className={`block text-2xl font-medium tracking-tight ${tone}`}>{value ?? '…'}</span>
        <span className="block text-pretty text-2xs text-ink-3">{note}</span>
      </dd>
    </div>
  );
}

function Tab({ tab, onEnd }: { tab: LabTab; onEnd(how: 'closed' | 'killed'): void }) {
  const now = useNow();
  return (
    <li className="flex h-9 items-center gap-2.5 border-t text-xs">
      <span className="w-10 font-mono">{tab.user}</span>
      <Badge tone={tones[tab.state]}>{tab.state}</Badge>
      <span className="min-w-0 flex-1 truncate text-ink-3">
        {now > 0 && `${duration(now - tab.at)} ago`}
      </span>
      {tab.state === 'open' && (
        <>
          <IconButton label={`Close tab ${tab.id} of ${tab.user}`} onClick={() => onEnd('closed')}>
            <X aria-hidden />
          </IconButton>
          <IconButton label={`Kill tab ${tab.id} of ${tab.user}`} onClick={() => onEnd('killed')}>
            <Skull aria-hidden />
          </IconButton>
        </>
      )}
    </li>
  );
}

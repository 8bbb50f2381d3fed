'use client';

import { ChevronRight, RotateCcw } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { useLive } from '../live/use-live';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { TextField } from '../ui/text-field';
import { addMember, readMember, readSet, removeMember } from './api';
import { demoSets, visitorSet } from './demo';

const options = [...demoSets, visitorSet].map((name) => ({ value: name, label: name }));

/** One set: what is in it, page by page, and whether something is. */
export function MembersPanel() {
  const [set, setSet] = useState<string>(demoSets[0]);
  const [cursor, setCursor] = useState('0');
  const { data, isSwitching, refresh } = useLive(
    readSet,
    { params: { set }, query: { cursor, limit: 30 } },
    { label: 'Members', whileIdle: false },
  );
  const choose = (next: string) => {
    setSet(next);
    setCursor('0');
  };
  return (
    <Panel
      id="members"
      title="Members"
      description={data && plural(data.members.length, 'member') + ' on this page'}
      actions={<Select label="Set" value={set} options={options} onChange={choose} />}
    >
      <NeedsSignIn to="add and remove" />
      <MemberForm key={set} set={set} onChange={refresh} />
      <div
        className="mt-3 h-44 overflow-y-auto border-t pt-2"
        role="group"
        aria-label={`Members of ${set}`}
        tabIndex={0}
      >
        {data === undefined ? (
          <Skeleton className="h-full" />
        ) : data.members.length === 0 ? (
          <EmptyState title="Nothing on this page">
            A set is read in pages of no order, and never sent as a whole.
          </EmptyState>
        ) : (
          <ul className={`flex flex-wrap gap-1 ${isSwitching ? 'opacity-40' : ''}`}>
            {data.members.map((member) => (
              <li
                key={member}
                className="max-w-full truncate rounded-sm bg-hover px-1.5 font-mono text-2xs"
                title={member}
              >
                {member}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex gap-1.5 pt-2">
        <Button disabled={cursor === '0'} onClick={() => setCursor('0')}>
          <RotateCcw aria-hidden /> First page
        </Button>
        <Button
          disabled={isSwitching || !data?.next}
          onClick={() => data?.next && setCursor(data.next)}
        >
          Next page <ChevronRight aria-hidden />
        </Button>
      </div>
    </Panel>
  );
}

function MemberForm({ set, onChange }: { set: string; onChange(): void }) {
  const [member, setMember] = useState('person-1');
  const [found, setFound] = useState<{ member: string; isMember: boolean }>();
  const act = useAction();
  const params = { set, member };
  const options = (label: string) => ({ label, failed: `${label} was refused` });

  const show = (isMember: boolean) => {
    setFound({ member, isMember });
    announce(`${member} is ${isMember ? '' : 'not '}in ${set}`);
  };
  async function check(event: FormEvent) {
    event.preventDefault();
    const answer = await act(readMember, { params }, options('The check'));
    if (answer) show(answer.isMember);
  }
  async function add() {
    const answer = await act(addMember, { params }, options('Adding'));
    if (answer) show(answer.applied);
    onChange();
  }
  async function remove() {
    const answer = await act(removeMember, { params }, options('Removing'));
    if (answer) show(false);
    onChange();
  }

  return (
    <form onSubmit={(event) => void check(event)} className="flex flex-wrap items-end gap-1.5">
      <TextField
        label="Member"
        value={member}
        onChange={setMember}
        maxLength={128}
        required
        className="min-w-32 flex-1"
      />
      <Button type="submit" disabled={member === ''}>
        Check
      </Button>
      <NeedsSignIn inTitle>
        <Button onClick={() => void add()} disabled={member === ''}>
          Add
        </Button>
        <Button onClick={() => void remove()} disabled={member === ''}>
          Remove
        </Button>
      </NeedsSignIn>
      <p className="flex h-5 w-full min-w-0 items-center gap-1.5 text-xs">
        {found && (
          <>
            <Badge tone={found.isMember ? 'good' : 'plain'}>
              {found.isMember ? 'member' : 'not a member'}
            </Badge>
            <code className="min-w-0 truncate text-ink-2">{found.member}</code>
          </>
        )}
      </p>
    </form>
  );
}

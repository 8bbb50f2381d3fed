'use client';

import { useState, type FormEvent } from 'react';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count, percent } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { TextField } from '../ui/text-field';
import type { Standing } from './api';
import { isMemberName, maxFriends, useFriends } from './friends';

interface FriendsPanelProps {
  me: string | undefined;
  /** Oneself and the friends; undefined while they are read. */
  standings: readonly Standing[] | undefined;
}

/** Oneself among friends, whose names this browser keeps. */
export function FriendsPanel({ me, standings }: FriendsPanelProps) {
  const [friends, setFriends] = useFriends();
  const columns = friendColumns(me, (name) =>
    setFriends(friends.filter((friend) => friend !== name)),
  );
  const rows = standings?.filter(({ member }) => member === me || friends.includes(member));
  return (
    <Panel
      id="friends"
      title="Friends"
      description="names kept in this browser"
      padded={false}
      className="h-full"
      actions={<ExportMenu name="friends" columns={columns} rows={rows ?? []} />}
    >
      <AddFriend friends={friends} onAdd={(name) => setFriends([...friends, name])} />
      <div className="min-h-40 border-t">
        {friends.length === 0 ? (
          <EmptyState title="No friends yet">
            Add names from the board to see who of you is ahead.
          </EmptyState>
        ) : rows === undefined ? (
          <Skeleton className="m-3 h-32" />
        ) : (
          <DataTable
            label="Friends"
            columns={columns}
            rows={rows}
            rowKey={({ member }) => member}
          />
        )}
      </div>
    </Panel>
  );
}

interface AddFriendProps {
  friends: readonly string[];
  onAdd(name: string): void;
}

function AddFriend({ friends, onAdd }: AddFriendProps) {
  const [name, setName] = useState('');
  const isFull = friends.length >= maxFriends;
  function add(event: FormEvent) {
    event.preventDefault();
    if (!friends.includes(name)) onAdd(name);
    setName('');
  }
  return (
    <form onSubmit={add} className="flex items-end gap-1.5 p-3">
      <TextField
        label={isFull ? `At most ${maxFriends} names` : 'Name of a friend'}
        value={name}
        onChange={setName}
        maxLength={64}
        disabled={isFull}
        className="min-w-0 flex-1"
      />
      <Button type="submit" disabled={!isMemberName(name) || isFull}>
        Add
      </Button>
    </form>
  );
}

function friendColumns(
  me: string | undefined,
  onRemove: (member: string) => void,
): Column<Standing>[] {
  return [
    {
      key: 'member',
      title: 'Member',
      value: (row) => row.member,
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="min-w-0 truncate font-mono text-xs">{row.member}</span>
          {row.member === me ? (
            <Badge tone="accent">you</Badge>
          ) : (
            <Button
              look="quiet"
              size="sm"
              aria-label={`Take ${row.member} off the list`}
              onClick={() => onRemove(row.member)}
            >
              Take off
            </Button>
          )}
        </span>
      ),
      wide: true,
    },
    {
      key: 'rank',
      title: 'Rank',
      value: (row) => row.rank ?? '',
      cell: (row) => (row.rank === null ? '–' : count(row.rank)),
      numeric: true,
    },
    {
      key: 'percentile',
      title: 'No better',
      value: (row) => row.percentile ?? '',
      cell: (row) => (row.percentile === null ? '–' : percent(row.percentile / 100)),
      numeric: true,
    },
    {
      key: 'score',
      title: 'Score',
      value: (row) => row.score ?? '',
      cell: (row) => (row.score === null ? '–' : count(row.score)),
      numeric: true,
    },
  ];
}

'use client';

import { Dices, RefreshCw } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { TextField } from '../ui/text-field';
import { listProfiles } from './api';
import { EditForm } from './edit-form';
import { ProfileCard } from './profile-card';
import { ReadStrip } from './read-strip';
import type { Reads } from './use-reads';
import { useRepeat } from './use-repeat';

/** One profile through the cache: why it was a hit or not, and what a change of it does. */
export function ProfilePanel({ reads }: { reads: Reads }) {
  const act = useAction();
  const [id, setId] = useState('ada');
  const { latest, read, reading } = reads;
  const { repeating, toggle } = useRepeat(() => read(id));

  async function readAny() {
    const options = { label: 'Any customer', failed: 'No customer was found' };
    const found = await act(listProfiles, { query: { limit: 1 } }, options);
    const any = found?.profiles[0]?.id;
    if (any === undefined) return;
    setId(any);
    await read(any);
  }

  return (
    <Panel
      id="profile"
      title="A profile, read through the cache"
      description="From Postgres, where adding up the shop’s orders takes its time"
    >
      <form
        className="flex flex-wrap items-end gap-1.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void read(id);
        }}
      >
        <TextField
          label="Customer"
          value={id}
          onChange={(next) => setId(next.toLowerCase())}
          pattern="[a-z0-9][a-z0-9._\-]{0,63}"
          title="The name of an account: small letters, digits and . _ -"
          required
          className="min-w-40 flex-1 sm:max-w-64"
        />
        <Button type="submit" look="primary" disabled={reading || repeating}>
          Read
        </Button>
        <Button disabled={reading || repeating} onClick={() => void readAny()}>
          <Dices aria-hidden /> Any
        </Button>
        <Button aria-pressed={repeating} onClick={toggle}>
          <RefreshCw aria-hidden /> {repeating ? 'Stop' : 'Every second'}
        </Button>
      </form>
      <ReadStrip reads={reads.reads} />
      <ProfileCard read={latest} />
      {latest?.profile && (
        <EditForm
          key={`${latest.id} ${latest.profile.version}`}
          profile={latest.profile}
          onSaved={() => void read(latest.id)}
        />
      )}
    </Panel>
  );
}

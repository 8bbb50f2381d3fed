'use client';

import { useState, type FormEvent } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { useSignedIn } from '../live/use-signed-in';
import { Button } from '../ui/button';
import { TextField } from '../ui/text-field';
import { writeProfile, type Profile } from './api';

/** Changes a profile in Postgres; its own tag is invalidated before the answer. */
export function EditForm({ profile, onSaved }: { profile: Profile; onSaved(): void }) {
  const act = useAction();
  const { userId } = useSignedIn({ role: 'admin' });
  const [city, setCity] = useState(profile.city);
  const [bio, setBio] = useState(profile.bio);
  const isOwn = userId === profile.id;

  async function save(event: FormEvent) {
    event.preventDefault();
    const { id, displayName, version } = profile;
    const input = { params: { id }, body: { displayName, city, bio, version } };
    const options = { label: 'Change a profile', failed: 'Nothing was changed' };
    if (await act(writeProfile, input, options)) onSaved();
  }

  return (
    <form className="mt-3 border-t pt-3" onSubmit={(event) => void save(event)}>
      <NeedsSignIn
        role={isOwn ? 'user' : 'admin'}
        to={`change ${profile.id}`}
        className="flex flex-wrap items-end gap-1.5"
      >
        <TextField label="City" value={city} onChange={setCity} maxLength={100} className="w-36" />
        <TextField
          label="About"
          value={bio}
          onChange={setBio}
          maxLength={2_000}
          className="min-w-40 flex-1"
        />
        <Button type="submit">Save, then read</Button>
      </NeedsSignIn>
    </form>
  );
}

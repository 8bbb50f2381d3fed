'use client';

import { FlaskConical } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import type { KeyType, SweepAction, SweepBody } from './api';

const actions = [
  { value: 'count' as const, label: 'Count' },
  { value: 'expire' as const, label: 'Expire' },
  { value: 'delete' as const, label: 'Delete' },
];
const lives = [
  { value: '60000' as const, label: 'within a minute' },
  { value: '3600000' as const, label: 'within an hour' },
  { value: '86400000' as const, label: 'within a day' },
];
type Life = (typeof lives)[number]['value'];

interface SweepFormProps {
  match: string;
  type: KeyType | null;
  busy: boolean;
  onStart(body: SweepBody): Promise<void>;
}

/** What is to be done to which keys: always tried first. */
export function SweepForm({ match, type, busy, onStart }: SweepFormProps) {
  const [typed, setTyped] = useState(match);
  const [action, setAction] = useState<SweepAction>('count');
  const [life, setLife] = useState<Life>('3600000');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void onStart({
      match: typed,
      ...(type && { type }),
      action,
      ...(action === 'expire' && { ttlMs: Number(life) }),
      dryRun: true,
    });
  }

  return (
    <form onSubmit={onSubmit} className="flex flex-wrap items-end gap-1.5">
      <TextField
        label={type === null ? 'Pattern' : `Pattern, of type ${type}`}
        value={typed}
        onChange={setTyped}
        maxLength={4096}
        required
        className="min-w-44 flex-1 basis-56"
      />
      <Segmented label="What to do" value={action} options={actions} onChange={setAction} />
      {action === 'expire' && (
        <Select<Life> label="Let them go" value={life} options={lives} onChange={setLife} />
      )}
      <Button type="submit" look="primary" disabled={busy || typed === ''}>
        <FlaskConical aria-hidden /> {action === 'count' ? 'Count' : 'Dry run'}
      </Button>
    </form>
  );
}

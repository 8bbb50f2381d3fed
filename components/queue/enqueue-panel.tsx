'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { enqueueJobs, type NewJob, type QueueName } from './api';
import { nameOf, samples, type Sample } from './samples';

const kinds = Object.entries(samples).map(([value, { label }]) => ({
  value: value as Sample,
  label,
}));
const delays = ['0', '10', '60'] as const;
const priorities = ['0', '4', '8'] as const;
const many = 20;

interface EnqueuePanelProps {
  queue: QueueName;
  onChange(): void;
}

/** Adds real work: one job, twenty at once, or twice the same. */
export function EnqueuePanel({ queue, onChange }: EnqueuePanelProps) {
  const [kind, setKind] = useState<Sample>('report');
  const [delay, setDelay] = useState<(typeof delays)[number]>('0');
  const [priority, setPriority] = useState<(typeof priorities)[number]>('0');
  const [id, setId] = useState('');
  const [outcome, setOutcome] = useState('');
  const act = useAction();
  const job: NewJob = {
    name: nameOf(kind),
    data: samples[kind].data,
    delayMs: Number(delay) * 1_000,
    priority: Number(priority),
    attempts: 3,
  };

  async function add(body: NewJob | NewJob[], label: string) {
    const options = { label, failed: 'No job was added' };
    const answer = await act(enqueueJobs, { params: { queue }, body }, options);
    if (!answer) return;
    const created = answer.jobs.filter((each) => each.created).length;
    const text =
      created > 0
        ? `${plural(created, 'job')} added`
        : `${answer.jobs[0]?.id} is there already: still one job`;
    setOutcome(text);
    announce(text);
    onChange();
  }

  return (
    <Panel id="add" title="Add work" description={samples[kind].about} className="h-full">
      <NeedsSignIn className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-1.5">
          <Select<Sample> label="Work" value={kind} options={kinds} onChange={setKind} />
          <Select<(typeof delays)[number]>
            label="Delay"
            value={delay}
            options={delays.map((value) => ({
              value,
              label: value === '0' ? 'now' : `in ${value} s`,
            }))}
            onChange={setDelay}
          />
          <Select<(typeof priorities)[number]>
            label="Priority"
            value={priority}
            options={priorities.map((value) => ({ value, label: `priority ${value}` }))}
            onChange={setPriority}
          />
          <TextField
            label="Id, if you have one"
            value={id}
            onChange={setId}
            maxLength={64}
            pattern="(?=.*[A-Za-z])[\w.\-]{1,64}"
            placeholder="order-17"
            className="min-w-28 flex-1"
          />
        </div>
        <div className="flex flex-wrap gap-1.5">
          <Button
            look="primary"
            onClick={() => void add(id === '' ? job : { ...job, id }, `Add ${job.name}`)}
          >
            <Plus aria-hidden /> Add 1
          </Button>
          <Button
            onClick={() =>
              void add(
                Array.from({ length: many }, () => job),
                `Add ${many} ${job.name}`,
              )
            }
          >
            <Plus aria-hidden /> Add {many}
          </Button>
        </div>
      </NeedsSignIn>
      <p className="min-h-5 pt-2 text-xs text-ink-2">{outcome}</p>
    </Panel>
  );
}

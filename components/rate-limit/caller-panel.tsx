'use client';

import { useState, type FormEvent } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { count, duration } from '../ui/format';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import {
  addBlock,
  overrideRateLimit,
  readRateLimit,
  removeBlock,
  resetRateLimit,
  type Decision,
} from './api';

const forMs = 10 * 60_000;
interface CallerPanelProps {
  caller: string | undefined;
  /** Those that may be looked into: the demos, and all of them for an admin. */
  policies: readonly string[];
  /** Something was changed that other panels may show. */
  onChange(): void;
}

/** One identifier: what is left to it, and what an administrator may do about it. */
export function CallerPanel({ caller, policies, onChange }: CallerPanelProps) {
  const act = useAction();
  const [typed, setTyped] = useState<string>();
  const [policy, setPolicy] = useState<string>('demo-log');
  const [limit, setLimit] = useState('50');
  const [state, setState] = useState<Decision>();
  const identifier = typed ?? caller ?? '';
  const params = { policy, identifier };

  async function look() {
    const failed = 'The limit could not be read';
    setState(await act(readRateLimit, { params }, { label: 'Look up', failed }));
  }
  async function change(work: () => Promise<unknown>) {
    if ((await work()) === undefined) return;
    onChange();
    await look();
  }
  const failed = 'Nothing was changed';
  const changes = {
    Override: () =>
      act(
        overrideRateLimit,
        { params, body: { limits: [Number(limit)], forMs } },
        { label: 'Override', failed },
      ),
    Reset: () => act(resetRateLimit, { params }, { label: 'Reset', failed }),
    'Block 10 min': () => act(addBlock, { params, body: { forMs } }, { label: 'Block', failed }),
    Unblock: () => act(removeBlock, { params }, { label: 'Unblock', failed }),
  };

  return (
    <Panel id="caller" title="One caller" description="What is left to it">
      <form
        className="flex flex-wrap items-end gap-1.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void look();
        }}
      >
        <Select
          label="Policy"
          value={policy}
          options={policies.map((name) => ({ value: name, label: name }))}
          onChange={setPolicy}
        />
        <TextField
          label="Identifier"
          value={identifier}
          onChange={setTyped}
          maxLength={128}
          required
          className="min-w-36 flex-1"
        />
        <Button type="submit" disabled={identifier === ''}>
          Look up
        </Button>
      </form>
      <div className="pt-3">
        <NeedsSignIn role="admin" to="change it" className="flex flex-wrap items-end gap-1.5">
          <TextField
            label="Limit for 10 min"
            value={limit}
            onChange={setLimit}
            inputMode="numeric"
            pattern="[1-9][0-9]{0,5}"
            className="w-28"
          />
          {Object.entries(changes).map(([name, work]) => (
            <Button key={name} disabled={identifier === ''} onClick={() => void change(work)}>
              {name}
            </Button>
          ))}
        </NeedsSignIn>
      </div>
      <div className="min-h-6 pt-3 text-xs">{state && <Described state={state} />}</div>
    </Panel>
  );
}

function Described({ state }: { state: Decision }) {
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone={state.allowed ? 'good' : 'bad'}>
        {state.allowed ? 'may call' : state.reason}
      </Badge>
      {state.overridden && <Badge tone="accent">override</Badge>}
      <span>
        {count(state.remaining)} of {count(state.limit)} left in {state.policy}
      </span>
      {state.retryAfterMs !== null && state.retryAfterMs > 0 && (
        <span className="text-ink-3">again in {duration(state.retryAfterMs)}</span>
      )}
    </p>
  );
}

'use client';

import { useState, type FormEvent } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { TextField } from '../ui/text-field';
import { claimName, releaseName } from './api';

const owners = ['ann', 'ben'];

interface Outcome {
  owner: string;
  claimed: boolean;
  holder: string;
}

/** A name that two claim at once. */
export function ClaimPanel() {
  const [name, setName] = useState('the-best-name');
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const act = useAction();

  async function race(event: FormEvent) {
    event.preventDefault();
    const answers = await Promise.all(
      owners.map(async (owner) => {
        const claim = await act(
          claimName,
          { params: { name }, body: { owner } },
          { label: `Claim by ${owner}`, failed: `The claim of ${owner} was refused` },
        );
        return claim ? [{ owner, claimed: claim.claimed, holder: claim.owner }] : [];
      }),
    );
    setOutcomes(answers.flat());
    const winner = answers.flat().find(({ claimed }) => claimed);
    if (winner) announce(`${winner.owner} has the name`);
  }

  async function release() {
    await Promise.all(
      owners.map((owner) =>
        act(
          releaseName,
          { params: { name }, query: { owner } },
          { label: `Release by ${owner}`, failed: 'The name was not given back' },
        ),
      ),
    );
    setOutcomes([]);
  }

  return (
    <Panel id="claims" title="One name, two claims" description="First come, first served">
      <form onSubmit={(event) => void race(event)}>
        <NeedsSignIn className="flex flex-wrap items-end gap-1.5">
          <TextField
            label="Name"
            value={name}
            onChange={(next) => {
              setName(next);
              setOutcomes([]);
            }}
            maxLength={64}
            required
            className="min-w-32 flex-1"
          />
          <Button type="submit" disabled={name === ''}>
            Claim by {owners.join(' and ')} at once
          </Button>
          <Button onClick={() => void release()} disabled={name === ''}>
            Release
          </Button>
        </NeedsSignIn>
      </form>
      <ul className="flex min-h-14 flex-col gap-1 pt-3">
        {outcomes.map(({ owner, claimed, holder }) => (
          <li key={owner} className="flex items-center gap-2 text-xs">
            <span className="w-8 font-mono">{owner}</span>
            <Badge tone={claimed ? 'good' : 'plain'}>{claimed ? 'has it' : 'refused'}</Badge>
            {!claimed && <span className="text-ink-3">it belongs to {holder}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

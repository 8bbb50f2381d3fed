'use client';

import { LogIn } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { TextField } from '../ui/text-field';
import { signIn, type SampleAccounts } from './api';

interface SignInPanelProps {
  /** False until it is known that nobody is signed in. */
  isReady: boolean;
  /** Offered where the app runs locally. */
  samples: SampleAccounts;
  onSignedIn(): void;
}

export function SignInPanel({ isReady, samples, onSignedIn }: SignInPanelProps) {
  const send = useCall();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(account: { name: string; password: string }) {
    setBusy(true);
    setRefusal(undefined);
    try {
      await send(signIn, { body: account }, { label: 'Sign in' });
      announce(`Signed in as ${account.name}`);
      onSignedIn();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setRefusal(error.problem.detail);
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit({ name, password });
  }

  return (
    <Panel id="sign-in" title="Sign in" description="Begins a session of this browser">
      <div className="grid min-h-36 gap-5 md:grid-cols-2">
        <form onSubmit={onSubmit} className="flex max-w-sm flex-col gap-3">
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            autoComplete="username"
            autoCapitalize="none"
            maxLength={64}
            required
          />
          <TextField
            label="Password"
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            maxLength={256}
            required
          />
          <Button type="submit" look="primary" disabled={!isReady || busy} className="self-start">
            <LogIn aria-hidden /> Sign in
          </Button>
          {refusal !== undefined && (
            <p role="alert" className="rounded bg-bad-soft px-2.5 py-1.5 text-bad">
              {refusal}
            </p>
          )}
        </form>
        {samples && (
          <div className="flex flex-col gap-2">
            <p className="text-pretty text-xs text-ink-2">
              This app runs locally, so it offers accounts whose passwords everybody knows. A
              deployed one has none: its operator adds them with{' '}
              <code className="whitespace-nowrap">npm run account</code>.
            </p>
            <ul aria-label="Sample accounts" className="flex flex-col gap-1.5">
              {samples.map((account) => (
                <li key={account.name} className="flex min-w-0 items-center gap-2">
                  <Button
                    disabled={!isReady || busy}
                    onClick={() => void submit({ name: account.name, password: account.password })}
                  >
                    Sign in as {account.name}
                  </Button>
                  <code className="min-w-0 truncate text-xs text-ink-2">{account.password}</code>
                  {account.admin && <Badge tone="accent">admin</Badge>}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}

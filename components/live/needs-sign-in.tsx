'use client';

import { LockKeyhole } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { signIn } from '../sessions/api';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { PageLink } from '../ui/page-link';
import { announce } from './announcer';
import { useAction } from './use-action';
import { useSignedIn, type SignedIn } from './use-signed-in';

interface NeedsSignInProps {
  /** What it takes: to be signed in, or the role admin. */
  role?: 'user' | 'admin';
  /** What the controls are for, where others beside them are free to all: "change members". */
  to?: string;
  /** True for controls in a panel's title, which have no room to say it: a lock, and the reason as a hint. */
  inTitle?: boolean;
  className?: string;
  /** The controls, disabled until whoever looks may use them. Without any, only the line that says why. */
  children?: ReactNode;
}

const reasons = { user: 'Needs a sign-in', admin: 'Needs the role admin' };

/** Says of the controls inside, before they are used, that they need a sign-in; and offers one. */
export function NeedsSignIn({
  role = 'user',
  to,
  inTitle = false,
  className,
  children,
}: NeedsSignInProps) {
  const who = useSignedIn({ role });
  const reasonId = useId();
  const mayAct = role === 'admin' ? who.isAdmin : who.userId !== undefined && who.userId !== null;
  const isRefused = mayAct === false && who.userId !== undefined;
  const reason = reasons[role] + (to === undefined ? '' : ` to ${to}`);
  if (inTitle)
    return (
      <fieldset
        disabled={!mayAct}
        title={isRefused ? reason : undefined}
        className={cn('flex items-center gap-1', className)}
      >
        {isRefused && <Lock />}
        {children}
      </fieldset>
    );
  return (
    <>
      {!mayAct && (
        <div id={reasonId} className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
          {isRefused && <Reason text={reason} role={role} who={who} />}
        </div>
      )}
      {children !== undefined && (
        <fieldset
          disabled={!mayAct}
          aria-describedby={mayAct ? undefined : reasonId}
          className={cn('min-w-0', className)}
        >
          {children}
        </fieldset>
      )}
    </>
  );
}

function Lock() {
  return <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-ink-3" />;
}

interface ReasonProps {
  text: string;
  role: 'user' | 'admin';
  who: SignedIn;
}

function Reason({ text, role, who }: ReasonProps) {
  const act = useAction();
  const sample = who.samples?.find(({ admin }) => admin === (role === 'admin'));

  async function signInAs({ name, password }: { name: string; password: string }) {
    const options = { label: `Sign in as ${name}`, failed: 'Nobody was signed in' };
    if (!(await act(signIn, { body: { name, password } }, options))) return;
    announce(`Signed in as ${name}`);
    who.refresh();
  }

  return (
    <>
      <p className="flex items-center gap-1.5 text-xs text-ink-2">
        <Lock />
        <span>
          {text}
          {typeof who.userId === 'string' && `, which ${who.userId} does not have`}
        </span>
      </p>
      {sample && (
        <Button size="sm" onClick={() => void signInAs(sample)}>
          Sign in as {sample.name}
          {sample.admin && ' (admin)'}
        </Button>
      )}
      <PageLink
        href="/sessions"
        className="text-xs text-accent underline underline-offset-2 leading-6"
      >
        {sample ? 'Other ways' : 'Sign in'}
      </PageLink>
    </>
  );
}

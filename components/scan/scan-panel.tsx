'use client';

import { FastForward, Play, Search, Square } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { count, milliseconds, plural } from '../ui/format';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { TextField } from '../ui/text-field';
import { types, type KeyType } from './api';
import { DemoButton } from './demo-button';
import { KeyList } from './key-list';
import { progressText } from './key-line';
import { mostKept, useScan, type ScanState } from './use-scan';
import { useKeysView } from './view-state';

const typeOptions = [
  { value: 'any' as const, label: 'any type' },
  ...types.map((value) => ({ value, label: value })),
];
const budgets = [
  { value: '50' as const, label: '50 ms a call' },
  { value: '250' as const, label: '250 ms a call' },
  { value: '1000' as const, label: '1 s a call' },
];
type Budget = (typeof budgets)[number]['value'];

/** Keys by pattern and type: a call with a budget, and its continuation. */
export function ScanPanel({ onChange }: { onChange(): void }) {
  const [view, setView] = useKeysView();
  const [budget, setBudget] = useState<Budget>('250');
  const { state, start, goOn, stop } = useScan();
  const { match, type } = view;
  const budgetMs = Number(budget);

  // The address says what is looked for, whoever changed it: the form, a chart, the way back.
  const budgetNow = useRef(budgetMs);
  useEffect(() => {
    budgetNow.current = budgetMs;
  });
  useEffect(() => start({ match, type, budgetMs: budgetNow.current }), [match, type, start]);
  const again = () => start({ match, type, budgetMs });

  return (
    <Panel
      id="scan"
      title="Keys"
      description="SCAN in calls of a bounded time"
      padded={false}
      actions={
        <DemoButton
          onMade={() => {
            again();
            onChange();
          }}
        />
      }
    >
      <ScanForm
        key={match}
        match={match}
        type={type}
        onSubmit={(next) => (next === match ? again() : void setView({ match: next, key: null }))}
        onType={(next) => void setView({ type: next })}
      />
      {state.problem && state.keys.length > 0 && (
        <p role="alert" className="border-b px-3 py-2 text-bad">
          {state.problem.title}. {state.problem.detail}
        </p>
      )}
      <Progress state={state} onContinue={goOn} onStop={stop}>
        <Select<Budget>
          label="Budget of a call"
          value={budget}
          options={budgets}
          onChange={setBudget}
        />
      </Progress>
      {state.problem && state.keys.length === 0 ? (
        <EmptyState
          title={state.problem.title}
          action={
            state.problem.code === 'forbidden' && (
              <NeedsSignIn role="admin" to="look at other keys" />
            )
          }
        >
          {state.problem.detail}
        </EmptyState>
      ) : state.query === undefined || (state.running && state.keys.length === 0) ? (
        <div className="h-96 p-3">
          <Skeleton className="h-full" />
        </div>
      ) : state.keys.length === 0 ? (
        <EmptyState title={state.next === null ? 'No key matches' : 'None found yet'}>
          {state.next === null
            ? 'Make demo keys to look through, or look for another pattern.'
            : 'The budget of this call is spent; the next call goes on where it stopped.'}
        </EmptyState>
      ) : (
        <KeyList
          keys={state.keys}
          of={state.query}
          selected={view.key}
          onSelect={(key) => void setView({ key })}
        />
      )}
    </Panel>
  );
}

interface ScanFormProps {
  match: string;
  type: KeyType | null;
  onSubmit(match: string): void;
  onType(type: KeyType | null): void;
}

function ScanForm({ match, type, onSubmit, onType }: ScanFormProps) {
  const [typed, setTyped] = useState(match);
  return (
    <form
      className="flex flex-wrap items-end gap-1.5 border-b p-3"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit(typed);
      }}
    >
      <TextField
        label="Pattern: * ? [ab] and \ to escape; without them, one key"
        value={typed}
        onChange={setTyped}
        maxLength={4096}
        required
        className="min-w-44 flex-1 basis-56"
      />
      <Select
        label="Type"
        value={type ?? 'any'}
        options={typeOptions}
        onChange={(next) => onType(next === 'any' ? null : next)}
      />
      <Button type="submit" look="primary" disabled={typed === ''}>
        <Search aria-hidden /> Scan
      </Button>
    </form>
  );
}

interface ProgressProps {
  state: ScanState;
  onContinue(toEnd: boolean): void;
  onStop(): void;
  /** The budget of the next call. */
  children: ReactNode;
}

function Progress({ state, onContinue, onStop, children }: ProgressProps) {
  const { keys, examined, total, exact, next, calls, tookMs, running } = state;
  const looked = exact
    ? 'One key, asked for by its name'
    : progressText(examined, total, keys.length);
  const text = calls === 0 ? 'Nothing examined yet' : looked;
  return (
    <div className="flex flex-col gap-1.5 border-b px-3 py-2">
      <Meter
        label="Keys examined"
        value={exact ? 1 : examined}
        max={exact ? 1 : total}
        text={text}
      />
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1 text-xs text-ink-2">
        <p>
          {text}
          <span className="text-ink-3">
            {calls > 0 && `, ${plural(calls, 'call')} of ${milliseconds(tookMs)} in all`}
            {keys.length >= mostKept && `; the list keeps ${count(mostKept)}`}
          </span>
        </p>
        <div className="flex flex-wrap gap-1.5">
          {children}
          {running ? (
            <Button onClick={onStop}>
              <Square aria-hidden /> Stop
            </Button>
          ) : (
            next !== null && (
              <>
                <Button onClick={() => onContinue(false)}>
                  <Play aria-hidden /> Continue
                </Button>
                <Button onClick={() => onContinue(true)}>
                  <FastForward aria-hidden /> To the end
                </Button>
              </>
            )
          )}
        </div>
      </div>
    </div>
  );
}

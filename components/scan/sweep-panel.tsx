'use client';

import { useCallback, useState } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Panel } from '../ui/panel';
import { SweepConfirm } from './sweep-confirm';
import { SweepForm } from './sweep-form';
import { SweepProgress } from './sweep-progress';
import { useSweep } from './use-sweep';
import { useKeysView } from './view-state';

/** All keys that match, counted, given an end or deleted: tried first, then confirmed by the pattern typed again. */
export function SweepPanel({ onChange }: { onChange(): void }) {
  const [{ match, type, sweep: id }, setView] = useKeysView();
  const onId = useCallback((next: string) => void setView({ sweep: next }), [setView]);
  const { sweep, driving, problem, start, goOn, pause, cancel } = useSweep(id, onId, onChange);
  const [asking, setAsking] = useState(false);
  return (
    <Panel
      id="sweep"
      title="Sweep"
      description="Worked on in steps; killed, it goes on from its last page"
      padded={false}
    >
      <div className="border-b p-3">
        <NeedsSignIn to="begin a sweep">
          <SweepForm
            key={`${match} ${type}`}
            match={match}
            type={type}
            busy={driving}
            onStart={start}
          />
        </NeedsSignIn>
      </div>
      {problem && (
        <p role="alert" className="border-b px-3 py-2 text-bad">
          {problem.title}. {problem.detail}
        </p>
      )}
      {sweep === undefined ? (
        <EmptyState title="No sweep yet">
          A dry run counts what would be touched and shows a sample; nothing is changed before its
          pattern is typed again.
        </EmptyState>
      ) : (
        <SweepProgress
          sweep={sweep}
          driving={driving}
          onAsk={() => setAsking(true)}
          onContinue={goOn}
          onPause={pause}
          onCancel={() => void cancel(sweep)}
        />
      )}
      <SweepConfirm
        dryRun={asking ? sweep : undefined}
        onClose={() => setAsking(false)}
        onConfirm={(body) => void start(body)}
      />
    </Panel>
  );
}

'use client';

import { Play, Square } from 'lucide-react';
import { useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import type { ProofResult } from '@/lib/proof';
import type { runProof as RunProof } from '@/lib/service';
import { announce } from '../live/announcer';
import { endpoint } from '../live/endpoint';
import { useCall } from '../live/use-call';
import { Button } from '../ui/button';
import { duration } from '../ui/format';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import { EmptyState } from './empty-state';
import { lastProofs } from './last-proofs';
import { ProofReport } from './proof-report';

const runProof = endpoint<typeof RunProof>('POST', '/api/proofs/{slug}');

/** Runs the pattern's proof on this deployment's Redis, here and now, and shows what came of it. */
export function ProofPanel({ slug }: { slug: string }) {
  const send = useCall();
  const [result, setResult] = useState<ProofResult>();
  const [ageSeconds, setAgeSeconds] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [startedAt, setStartedAt] = useState<number>();
  const running = useRef<AbortController>(undefined);

  async function run() {
    const abort = (running.current = new AbortController());
    setStartedAt(Date.now());
    setProblem(undefined);
    try {
      const {
        data,
        at,
        ageSeconds = 0,
      } = await send(runProof, { params: { slug } }, { label: 'Proof', signal: abort.signal });
      setResult(data);
      setAgeSeconds(ageSeconds);
      lastProofs.set({
        ...lastProofs.get(),
        [slug]: { at: at - ageSeconds * 1_000, holds: data.holds, tookMs: data.tookMs },
      });
      announce(data.holds ? 'The proof holds' : 'The proof does not hold');
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error.problem.detail);
      else if (!abort.signal.aborted) throw error;
    } finally {
      setStartedAt(undefined);
    }
  }

  return (
    <Panel
      id="proof"
      title="Proof"
      description="The naive way and this way under one adversarial schedule, on the Redis of this page"
      padded={false}
      actions={
        startedAt === undefined ? (
          <Button look="primary" onClick={() => void run()}>
            <Play aria-hidden /> {result ? 'Run again' : 'Run the proof'}
          </Button>
        ) : (
          <>
            <Elapsed since={startedAt} />
            <Button onClick={() => running.current?.abort()}>
              <Square aria-hidden /> Cancel
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && (
        <p role="alert" className="border-b bg-bad-soft px-3 py-2 text-bad">
          The proof could not be run. {problem}
        </p>
      )}
      {result && ageSeconds > 0 && (
        <p className="border-b bg-sunken px-3 py-2 text-ink-2">
          This run started {ageSeconds} s before you asked. A run answers everyone for one minute.
        </p>
      )}
      {result ? (
        <ProofReport result={result} />
      ) : (
        <EmptyState title="Not run on this page yet">
          Both versions meet the same faults: dropped answers, killed holders, races. What happened
          is counted from the wire, and the verdict is computed from the figures.
        </EmptyState>
      )}
    </Panel>
  );
}

function Elapsed({ since }: { since: number }) {
  const now = useNow();
  return (
    <span className="px-1 text-xs text-ink-2">Running, {duration(Math.max(0, now - since))}</span>
  );
}

'use client';

import { useState } from 'react';
import { fill } from '@/lib/http/call';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { showToast } from '../ui/toasts';
import { checkRateLimit } from './api';

const policy = 'demo-log';
const shown = ['ratelimit-policy', 'ratelimit', 'retry-after', 'content-type'];

interface RawAnswer {
  status: string;
  headers: [string, string][];
  body: string;
}

/** The answer as it comes over the wire: a guarded route refuses like this. */
export function AnswerPanel({ caller }: { caller: string | undefined }) {
  const [answer, setAnswer] = useState<RawAnswer>();

  async function ask() {
    try {
      // Not through `call`, which keeps no headers.
      const response = await fetch(`${fill(checkRateLimit.path, { policy })}?enforce=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ identifier: caller }),
      });
      const body = JSON.stringify(await response.json(), null, 2);
      const headers = shown.flatMap((name): [string, string][] => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value]];
      });
      setAnswer({ status: `${response.status} ${response.statusText}`.trim(), headers, body });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      void showToast('error', 'The check was not answered', 'This server cannot be reached.');
    }
  }

  return (
    <Panel
      id="answer"
      title="The real answer"
      description="With its headers; 429 once the limit is used up"
      actions={
        <Button disabled={caller === undefined} onClick={() => void ask()}>
          Ask once
        </Button>
      }
    >
      {answer === undefined ? (
        <p className="text-xs text-ink-2">
          Send a burst, then ask: the sliding log refuses, and its headers say until when.
        </p>
      ) : (
        <pre
          tabIndex={0}
          aria-label="Answer"
          className="max-h-72 overflow-auto whitespace-pre-wrap break-words text-xs"
        >
          <strong>HTTP {answer.status}</strong>
          {'\n'}
          {answer.headers.map(([name, value]) => `${name}: ${value}\n`)}
          {'\n'}
          {answer.body}
        </pre>
      )}
    </Panel>
  );
}

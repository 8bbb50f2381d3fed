'use client';

import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { CrowdOutcome } from './crowd-outcome';
import { useCrowd, type CrowdAnswer } from './use-crowd';

/**
 * Sends the crowd. @param question what all ask for, as a person says it
 * @param ask asks once; undefined where there was no answer of the cache
 */
export type SendCrowd = (
  question: string,
  ask: () => Promise<CrowdAnswer | undefined>,
) => Promise<void>;

interface CrowdPanelProps {
  id: string;
  title: string;
  description: string;
  size: number;
  /** What a load is called, of one and of many: "query", "queries". */
  load: readonly [one: string, many: string];
  onStart(send: SendCrowd): Promise<void>;
  /** What there is to read before the first crowd. */
  children: ReactNode;
}

/** Many who ask at once for what nobody has asked lately: the origin is asked once. */
export function CrowdPanel(props: CrowdPanelProps) {
  const { id, title, description, size, load, onStart, children } = props;
  const { crowd, send } = useCrowd();
  const start = () => onStart((question, ask) => send(question, size, ask));
  return (
    <Panel
      id={id}
      title={title}
      description={description}
      className="h-full"
      actions={
        <Button look="primary" disabled={crowd?.running === true} onClick={() => void start()}>
          <Users aria-hidden /> Send {size}
        </Button>
      }
    >
      {crowd ? (
        <CrowdOutcome crowd={crowd} load={load} />
      ) : (
        <p className="text-xs text-ink-2">{children}</p>
      )}
    </Panel>
  );
}

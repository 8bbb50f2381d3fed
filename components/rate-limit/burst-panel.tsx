'use client';

import { Zap } from 'lucide-react';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { demos } from './api';
import { DemoColumn } from './demo-column';
import { useBurst } from './use-burst';

const sizes = [5, 15] as const;

/** Three algorithms under one burst: the same limit, each in its own way. */
export function BurstPanel({ caller }: { caller: string | undefined }) {
  const { decisions, running, burst } = useBurst(caller);
  return (
    <Panel
      id="burst"
      title="One burst, three algorithms"
      description={caller && <code>{caller}</code>}
      actions={sizes.map((calls) => (
        <Button
          key={calls}
          look={calls === 15 ? 'primary' : 'plain'}
          disabled={running || caller === undefined}
          onClick={() => void burst(calls)}
        >
          <Zap aria-hidden /> Send {calls}
        </Button>
      ))}
    >
      <div className="grid min-w-0 gap-4 sm:grid-cols-3">
        {demos.map((demo) => (
          <DemoColumn
            key={demo.policy}
            demo={demo}
            caller={caller}
            burst={decisions[demo.policy]}
          />
        ))}
      </div>
    </Panel>
  );
}

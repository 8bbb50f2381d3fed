'use client';

import { Segmented } from '../ui/segmented';
import { boardOptions, PeriodControl, useBoard } from './view-state';

/** Which board is shown, and of which period. */
export function ViewControl() {
  const [board, setBoard] = useBoard();
  return (
    <div className="flex flex-wrap gap-x-3 gap-y-2">
      <Segmented
        label="What counts"
        value={board}
        options={boardOptions}
        onChange={(next) => void setBoard(next)}
      />
      <PeriodControl />
    </div>
  );
}

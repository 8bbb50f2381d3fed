'use client';

import { Users } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { submitScore } from './api';
import { useBoard } from './view-state';

const crowd = Array.from({ length: 10 }, (_, index) => `player-${index + 1}`);

/** Scores of ten players who are played, through the public API; an admin may count a score without a game. */
export function CrowdButton({ onPlayed }: { onPlayed(): void }) {
  const [board] = useBoard();
  const [busy, setBusy] = useState(false);
  const act = useAction();

  async function play() {
    setBusy(true);
    await Promise.all(
      crowd.map((member) =>
        act(
          submitScore,
          { params: { board }, body: { member, score: 500 + Math.floor(Math.random() * 500) } },
          { label: 'Ten players', series: 'crowd', failed: 'A score was not counted' },
        ),
      ),
    );
    setBusy(false);
    announce('Ten players have played');
    onPlayed();
  }

  return (
    <NeedsSignIn role="admin">
      <Button disabled={busy} onClick={() => void play()}>
        <Users aria-hidden /> Let ten players play
      </Button>
    </NeedsSignIn>
  );
}

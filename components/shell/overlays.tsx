'use client';

import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { useStore } from '../ui/store';
import type { NavigationGroup } from './navigation';
import { overlay } from './overlay-state';
import { useShortcut } from './shortcuts';

// Most visits open neither: their code arrives with the first press.
const CommandPalette = dynamic(() => import('./command-palette').then((m) => m.CommandPalette));
const HelpDialog = dynamic(() => import('./help-dialog').then((m) => m.HelpDialog));

const close = () => overlay.update(() => null);

export function Overlays({ groups }: { groups: NavigationGroup[] }) {
  const open = useStore(overlay);
  useShortcut('/', () => overlay.update(() => 'palette'));
  useShortcut('?', () => overlay.update(() => 'help'));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      overlay.update((current) => (current === 'palette' ? null : 'palette'));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      {open === 'palette' && <CommandPalette groups={groups} onClose={close} />}
      {open === 'help' && <HelpDialog onClose={close} />}
    </>
  );
}

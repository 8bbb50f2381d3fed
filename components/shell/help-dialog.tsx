'use client';

import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { Switch } from '../ui/switch';
import { useModifier } from './modifier';
import { singleKeys } from './shortcuts';

const shortcuts = [
  { keys: ['/'], does: 'Search' },
  { keys: ['?'], does: 'This list' },
  { keys: ['p'], does: 'Pause or resume live updates' },
  { keys: ['r'], does: 'Refresh now' },
  { keys: ['←', '→'], does: 'In a chart: walk through its points' },
  { keys: ['↵'], does: 'In a chart: zoom into the point' },
];

export function HelpDialog({ onClose }: { onClose(): void }) {
  const enabled = singleKeys.use();
  const modifier = useModifier();
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts">
      <dl className="p-3">
        <Shortcut keys={[modifier, 'K']} does="Search and commands" />
        {shortcuts.map((shortcut) => (
          <Shortcut key={shortcut.does} {...shortcut} />
        ))}
      </dl>
      <div className="border-t p-3">
        <Switch label="Shortcuts of a single key" checked={enabled} onChange={singleKeys.set} />
      </div>
    </Dialog>
  );
}

function Shortcut({ keys, does }: { keys: string[]; does: string }) {
  return (
    <div className="flex h-8 items-center justify-between gap-4 border-b last:border-0">
      <dt className="text-ink-2">{does}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}

'use client';

import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { setTheme } from '../theme/theme';
import type { NavigationGroup } from './navigation';
import { overlay } from './overlay-state';

interface CommandPaletteProps {
  groups: NavigationGroup[];
  onClose(): void;
}

export function CommandPalette({ groups, onClose }: CommandPaletteProps) {
  const router = useRouter();
  const go = (page: string) => () => {
    onClose();
    router.push(page);
  };
  const theme = (name: Parameters<typeof setTheme>[0]) => () => {
    onClose();
    setTheme(name);
  };
  return (
    <Command.Dialog
      open
      onOpenChange={onClose}
      label="Search and commands"
      overlayClassName="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]"
      contentClassName="fixed left-1/2 top-[14vh] z-50 w-[min(34rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-2xl"
    >
      <Command.Input
        placeholder="Find a pattern or a command"
        className="h-11 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-80 overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3">
        <Command.Empty className="px-2 py-6 text-center text-ink-3">
          Nothing by that name
        </Command.Empty>
        <Command.Group heading="Pages">
          <Item name="Overview" run={go('/')} />
          {groups.flatMap(({ patterns }) =>
            patterns.map((pattern) => (
              <Item
                key={pattern.slug}
                name={pattern.title}
                keywords={[pattern.slug, pattern.page]}
                note={pattern.summary}
                run={go(pattern.page)}
              />
            )),
          )}
        </Command.Group>
        <Command.Group heading="Commands">
          <Item name="Theme: system" run={theme('system')} />
          <Item name="Theme: light" run={theme('light')} />
          <Item name="Theme: dark" run={theme('dark')} />
          <Item name="Keyboard shortcuts" run={() => overlay.update(() => 'help')} />
          <Item
            name="Open the OpenAPI document"
            run={() => window.open('/api/openapi.json', '_self')}
          />
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

interface ItemProps {
  name: string;
  keywords?: string[];
  note?: ReactNode;
  run(): void;
}

function Item({ name, keywords, note, run }: ItemProps) {
  return (
    <Command.Item
      value={name}
      {...(keywords && { keywords })}
      onSelect={run}
      className="flex min-h-8 cursor-pointer items-baseline gap-3 rounded px-2 py-1.5 data-[selected=true]:bg-hover"
    >
      <span className="shrink-0">{name}</span>
      {note !== undefined && <span className="truncate text-xs text-ink-3">{note}</span>}
    </Command.Item>
  );
}

'use client';

import { CircleQuestionMark, Search } from 'lucide-react';
import { ThemeSelect } from '../theme/theme-select';
import { IconButton } from '../ui/icon-button';
import { Kbd } from '../ui/kbd';
import { Brand } from './brand';
import { NavList } from './nav-list';
import type { NavigationGroup } from './navigation';
import { useModifier } from './modifier';
import { overlay } from './overlay-state';

export function Sidebar({ groups }: { groups: NavigationGroup[] }) {
  return (
    <header className="sticky top-0 hidden h-dvh flex-col border-r bg-sunken lg:flex">
      <div className="flex flex-col gap-3 p-3">
        <div className="flex h-7 items-center px-2">
          <Brand />
        </div>
        <button
          type="button"
          onClick={() => overlay.update(() => 'palette')}
          className="flex h-7 items-center gap-2 rounded border border-line-strong bg-surface px-2 text-xs text-ink-3 hover:text-ink"
        >
          <Search aria-hidden className="size-3.5" />
          <span className="flex-1 text-left">Search</span>
          <Kbd>{useModifier()} K</Kbd>
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        <NavList groups={groups} />
      </div>
      <div className="flex items-center justify-between border-t p-3">
        <ThemeSelect />
        <IconButton label="Keyboard shortcuts" onClick={() => overlay.update(() => 'help')}>
          <CircleQuestionMark aria-hidden />
        </IconButton>
      </div>
    </header>
  );
}

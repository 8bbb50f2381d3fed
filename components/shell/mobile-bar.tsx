'use client';

import { Menu, Search } from 'lucide-react';
import { IconButton } from '../ui/icon-button';
import { useStore } from '../ui/store';
import { Dialog } from '../ui/dialog';
import { ThemeSelect } from '../theme/theme-select';
import { Brand } from './brand';
import { NavList } from './nav-list';
import type { NavigationGroup } from './navigation';
import { overlay } from './overlay-state';

/** The top bar where there is no room for the sidebar; the navigation opens as a drawer. */
export function MobileBar({ groups }: { groups: NavigationGroup[] }) {
  const open = useStore(overlay) === 'navigation';
  const setOpen = (next: boolean) => overlay.update(() => (next ? 'navigation' : null));
  return (
    <header className="flex h-11 items-center gap-1 border-b bg-sunken px-2 lg:hidden">
      <IconButton label="Open the navigation" onClick={() => setOpen(true)}>
        <Menu aria-hidden />
      </IconButton>
      <div className="flex-1 pl-1">
        <Brand />
      </div>
      <IconButton label="Search" onClick={() => overlay.update(() => 'palette')}>
        <Search aria-hidden />
      </IconButton>
      <Dialog from="drawer" title="Redis Patterns" open={open} onOpenChange={setOpen}>
        <div className="flex min-h-full flex-col justify-between gap-6 p-3">
          <NavList groups={groups} onFollow={() => setOpen(false)} />
          <div>
            <ThemeSelect />
          </div>
        </div>
      </Dialog>
    </header>
  );
}

'use client';

import { usePathname } from 'next/navigation';
import { PageLink } from '../ui/page-link';
import type { NavigationGroup } from './navigation';

interface NavListProps {
  groups: NavigationGroup[];
  /** Called when a link is followed: the mobile drawer closes. */
  onFollow?(): void;
}

const link =
  'flex h-7 items-center rounded px-2 text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink';

export function NavList({ groups, onFollow }: NavListProps) {
  const here = usePathname();
  const current = (page: string) => (here === page ? 'page' : undefined);
  return (
    <nav aria-label="Patterns" className="flex flex-col gap-4">
      <PageLink href="/" aria-current={current('/')} onClick={onFollow} className={link}>
        Overview
      </PageLink>
      {groups.map((group) => (
        <div key={group.title}>
          <h2 className="px-2 pb-1 text-2xs font-medium text-ink-3">{group.title}</h2>
          <ul className="flex flex-col gap-px">
            {group.patterns.map((pattern) => (
              <li key={pattern.slug}>
                <PageLink
                  href={pattern.page}
                  aria-current={current(pattern.page)}
                  onClick={onFollow}
                  className={link}
                >
                  {pattern.title}
                </PageLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

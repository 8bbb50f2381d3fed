import { PageLink } from '../ui/page-link';

export function Brand() {
  return (
    <PageLink
      href="/"
      className="flex h-7 items-center gap-2 rounded-sm text-sm font-semibold tracking-tight"
    >
      <svg viewBox="0 0 16 16" aria-hidden className="size-4 fill-accent">
        <rect x="1" y="8.5" width="2.5" height="6.5" rx=".75" />
        <rect x="4.75" y="4.5" width="2.5" height="10.5" rx=".75" />
        <rect x="8.5" y="6.5" width="2.5" height="8.5" rx=".75" />
        <rect x="12.25" y="1" width="2.5" height="14" rx=".75" opacity=".45" />
      </svg>
      Redis Patterns
    </PageLink>
  );
}

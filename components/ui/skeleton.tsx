import { cn } from './cn';

/** Holds the place of what is being read, at its final size. The region around it says so to screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('skeleton rounded-sm', className)} />;
}

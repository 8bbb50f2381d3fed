import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="mx-auto max-w-lg px-4 py-24">
      <p className="font-mono text-xs text-ink-3">404</p>
      <h1 className="pt-1 text-xl font-semibold tracking-tight">No page has this address</h1>
      <p className="pb-5 pt-1 text-base text-ink-2">
        It may have moved, or the address has a slip of the pen.
      </p>
      <Link href="/" className={buttonStyle()}>
        Back to the overview
      </Link>
    </div>
  );
}

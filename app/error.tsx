'use client';

import { useEffect } from 'react';
import { Button } from '@/components/ui/button';

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <div role="alert" className="mx-auto max-w-lg px-4 py-24">
      <h1 className="text-xl font-semibold tracking-tight">This page broke</h1>
      <p className="pb-5 pt-1 text-base text-ink-2">
        The fault is in the page itself; what Redis holds is untouched. The details are in the
        console of this browser.
      </p>
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}

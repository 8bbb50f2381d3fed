'use client';

import { Toaster as Sonner } from 'sonner';

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-2 rounded-lg border border-line-strong bg-raised p-3 text-xs text-ink shadow-lg shadow-ink/5',
          title: 'font-medium',
          description: 'text-ink-2',
          icon: 'mt-0.5',
        },
      }}
    />
  );
}

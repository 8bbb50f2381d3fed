'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { buttonStyle } from './button';

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: string;
  /** `sheet` rises from the lower edge, `drawer` comes in from the left. */
  from?: 'center' | 'sheet' | 'drawer';
  children: ReactNode;
}

const places = {
  center:
    'left-1/2 top-[12vh] max-h-[76vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border',
  sheet: 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg border-t',
  drawer: 'inset-y-0 left-0 w-[min(18rem,calc(100vw-3rem))] border-r',
};

/** A modal with its title: in the middle, as a sheet from below, or as a drawer from the left. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  from = 'center',
  children,
}: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Primitive.Content
          className={cn(
            'fixed z-50 flex flex-col border-line-strong bg-surface shadow-2xl outline-none',
            places[from],
          )}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <header className="flex h-11 shrink-0 items-center justify-between gap-4 border-b pl-3 pr-2">
            <Primitive.Title className="text-sm font-medium">{title}</Primitive.Title>
            <Primitive.Close
              aria-label="Close"
              className={buttonStyle({ look: 'quiet', size: 'icon' })}
            >
              <X aria-hidden />
            </Primitive.Close>
          </header>
          {description !== undefined && (
            <Primitive.Description className="px-3 pt-3 text-xs text-ink-2">
              {description}
            </Primitive.Description>
          )}
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

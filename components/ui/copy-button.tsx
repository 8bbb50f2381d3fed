'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import { IconButton } from './icon-button';
import { showToast } from './toasts';

interface CopyButtonProps {
  /** What is copied, or how to make it at the press. */
  text: string | (() => string);
  /** The accessible name: "Copy the snippet". */
  label: string;
  /** Shown beside the icon; the icon alone where left out. */
  children?: string;
}

export function CopyButton({ text, label, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setCopied(true);
    } catch {
      void showToast(
        'error',
        'The browser did not allow copying',
        'Select the text and copy it by hand.',
      );
    }
  }

  const icon = copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />;
  if (children === undefined)
    return (
      <IconButton label={copied ? 'Copied' : label} onClick={() => void copy()}>
        {icon}
      </IconButton>
    );
  return (
    <Button
      size="sm"
      look="quiet"
      aria-label={copied ? 'Copied' : label}
      onClick={() => void copy()}
    >
      {icon}
      {children}
    </Button>
  );
}

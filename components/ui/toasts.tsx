'use client';

import dynamic from 'next/dynamic';
import { createStore, useStore } from './store';

// Most visits see no toast: the code arrives with the first.
const Toaster = dynamic(() => import('./toaster').then((m) => m.Toaster), { ssr: false });

const wanted = createStore(false);

/** Shows the outcome of the user's own action, for a moment. Never for what fails by itself, as a poll does. */
export async function showToast(
  kind: 'success' | 'error',
  title: string,
  description?: string,
): Promise<void> {
  wanted.update(() => true);
  const { toast } = await import('sonner');
  toast[kind](title, { description });
}

export function Toasts() {
  return useStore(wanted) ? <Toaster /> : null;
}

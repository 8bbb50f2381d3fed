import { useSyncExternalStore } from 'react';
import { storageKey } from './theme-script';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', fromOtherTab);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('storage', fromOtherTab);
  };
}

function fromOtherTab(event: StorageEvent): void {
  if (event.key === storageKey) apply(isTheme(event.newValue) ? event.newValue : 'system');
}

function isTheme(value: unknown): value is Theme {
  return themes.includes(value as Theme);
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

function current(): Theme {
  const { theme } = document.documentElement.dataset;
  return isTheme(theme) ? theme : 'system';
}

/** Shows a theme in this tab and its siblings, and keeps it for the next visit. */
export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is closed to this page (private mode, policy): the theme holds until it is left.
  }
  apply(theme);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current, () => 'system');
}

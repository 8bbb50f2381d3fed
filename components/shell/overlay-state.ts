import { createStore, type Store } from '../ui/store';

/** Which of the shell's overlays is open. Kept outside React: buttons and shortcuts all over open them. */
export const overlay: Store<'palette' | 'help' | 'navigation' | null> = createStore<
  'palette' | 'help' | 'navigation' | null
>(null);

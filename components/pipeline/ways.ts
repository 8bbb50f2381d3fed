import type { WayResult } from './api';

interface WayText {
  name: string;
  /** What others may see while it is under way, by what Redis promises. */
  promise: string;
  atomic: boolean;
}

/** What is known of each way without measuring. */
export const wayTexts: Readonly<Record<WayResult['way'], WayText>> = {
  'one-by-one': { name: 'One by one', atomic: false, promise: 'Others come between any two' },
  automatic: { name: 'Automatic', atomic: false, promise: 'Others may come between' },
  pipeline: { name: 'Pipeline', atomic: false, promise: 'Others may come between' },
  atomic: { name: 'MULTI/EXEC', atomic: true, promise: 'All or nothing' },
  script: { name: 'Script, once', atomic: true, promise: 'All or nothing' },
};

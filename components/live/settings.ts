import { createStore } from '../ui/store';
import { createStored } from '../ui/stored';
import { intervals, type Interval } from './pace';

/** The interval that the user chose, for every page. */
export const chosenInterval = createStored<Interval>('interval', 'auto', (value) =>
  intervals.find((interval) => interval === value),
);

/** True while the user holds all polls of this tab. Not kept: a page that is opened anew is live. */
export const paused = createStore(false);

export { createLocks } from './locks';
export { createSchedule } from './schedule';
export { createGuardedStore } from './store';
export type { Grant, Refusal } from './types';

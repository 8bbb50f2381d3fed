import { duration, milliseconds } from '../ui/format';

/** How long something took, exactly while that is short: "312 ms", "4.1 s", "46 min". */
export const span = (ms: number): string => (ms < 60_000 ? milliseconds(ms) : duration(ms));

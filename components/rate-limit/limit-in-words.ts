import { count, duration } from '../ui/format';
import type { Policy } from './api';

const algorithms = {
  'fixed-window': 'fixed window',
  'sliding-log': 'sliding log',
  'token-bucket': 'token bucket',
} as const;

/** A limit as people say it: "1,200 in 1 min, token bucket with bursts to 300". */
export function limitInWords({
  algorithm,
  limit,
  windowMs,
  burst,
}: Policy['limits'][number]): string {
  const most = burst === undefined ? '' : ` with bursts to ${count(burst)}`;
  return `${count(limit)} in ${duration(windowMs)}, ${algorithms[algorithm]}${most}`;
}

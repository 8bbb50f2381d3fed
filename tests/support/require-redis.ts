import { redisConfig } from '@/lib/redis/config';

/** The tests need a real Redis and never go on without one. */
export default function requireRedis(): void {
  const config = redisConfig();
  if ('missing' in config) {
    throw new Error(
      `The tests need a Redis: ${config.missing.join(', ')} missing. Run them with npm test, or npm run test:unit, which start one.`,
    );
  }
}

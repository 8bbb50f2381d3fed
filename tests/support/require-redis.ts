import { requireDatabaseUrl } from '@/lib/database/config';
import { requireRedisConfig } from '@/lib/redis/shared';

/** The tests need a real Redis and a real Postgres, and never go on without them. */
export default function requireServices(): void {
  try {
    requireRedisConfig();
    requireDatabaseUrl();
  } catch (cause) {
    throw new Error(
      'Run the tests with npm test or npm run test:unit, which start what they need.',
      {
        cause,
      },
    );
  }
}

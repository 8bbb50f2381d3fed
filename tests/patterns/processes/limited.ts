import { createDenialCache, createRateLimit, type Policy } from '@/lib/patterns/rate-limit';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** What a server process is told to do. */
export interface LimitedWork {
  prefix: string;
  policy: Policy;
  /** How far its clock is off, in milliseconds. */
  skewMs: number;
  /** How many admitted calls end it. */
  admissions: number;
}

/** A call that was let through: when it was sent and answered, by the clock that all processes share. */
export interface Admitted {
  sent: number;
  answered: number;
}

const monotonicMs = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** A server with a clock of its own that checks one caller without pause. */
process.on('message', async ({ prefix, policy, skewMs, admissions }: LimitedWork) => {
  const now = Date.now;
  Date.now = () => now() + skewMs;
  const limiter = createRateLimit(createClient(sharedTransport()), {
    prefix,
    policies: [policy],
    denials: createDenialCache({ max: 0 }),
  });
  const admitted: Admitted[] = [];
  const loop = async () => {
    while (admitted.length < admissions) {
      const sent = monotonicMs();
      const { allowed } = await limiter.check(policy.name, 'ann');
      if (allowed) admitted.push({ sent, answered: monotonicMs() });
    }
  };
  await Promise.all([loop(), loop(), loop()]);
  process.send!(admitted);
});
process.send!('ready');

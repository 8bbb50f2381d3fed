import type { Redis } from '@upstash/redis';
import { sharedDatabase } from '../database/shared';
import type { JobServices } from './job-type';
import { webhookSecret } from './webhook-secret';

/** What the jobs of this process work with, as the environment says. */
export function jobServices(redis: Redis): JobServices {
  const own = new URL(ownAddress());
  return {
    database: () => sharedDatabase('analysis'),
    webhooks: {
      secret: () => webhookSecret(redis),
      hosts: [own.host, ...listed(process.env.WEBHOOK_HOSTS)],
      loopback: new URL('/api/webhooks/echo', own).href,
    },
  };
}

/**
 * Where this app is reached: APP_URL, or where the host or the launcher put it. Never what a request says of itself,
 * whose sender could have webhooks sent to wherever they like.
 */
function ownAddress(): string {
  const { APP_URL, VERCEL_URL, PORT = '3000' } = process.env;
  if (APP_URL) return APP_URL;
  return VERCEL_URL ? `https://${VERCEL_URL}` : `http://127.0.0.1:${PORT}`;
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean);
}

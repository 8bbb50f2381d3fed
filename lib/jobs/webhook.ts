import { z } from 'zod';
import { defineJobType, HopelessError, JobError } from './job-type';
import { sign } from './webhook-signature';

const timeoutMs = 5_000;

/** Answers that say "not now" (RFC 9110, RFC 6585); any other below 500 says "never". */
const passing = new Set([408, 425, 429]);

/**
 * Delivers an event by HTTP, signed. Refused by a 5xx, by one of `passing` or by silence, it is tried again; the
 * receiver knows repeats by their `webhook-id`.
 */
export const webhook = defineJobType({
  data: z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional()
      .describe("One of the allowed hosts; this app's own receiver where absent"),
    event: z.string().regex(/^[\w.-]{1,64}$/, 'Letters, digits and . _ - only'),
    payload: z.json().default(null),
    failures: z
      .int()
      .min(0)
      .max(20)
      .default(0)
      .describe('How often the own receiver is asked to refuse it first'),
  }),
  // What is signed speaks for this deployment; its own receiver only shows how a webhook goes.
  tier: ({ url }) => (url === undefined ? 'user' : 'admin'),
  async run({ url, event, payload, failures }, { key, attempt, signal, services }) {
    const { hosts, loopback, secret } = services.webhooks;
    const target = new URL(url ?? loopback);
    if (url === undefined) target.searchParams.set('failures', String(failures));
    else if (!hosts.includes(target.host))
      throw new HopelessError(`${target.host} is not one of the hosts in WEBHOOK_HOSTS`);

    const body = JSON.stringify({ type: event, data: payload });
    const answer = await fetch(target, {
      method: 'POST',
      // A redirect could lead to a host that is not allowed.
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-attempt': String(attempt),
        ...sign(await secret(), key, body, Date.now()),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await answer.body?.cancel();
    if (answer.ok) return { status: answer.status, deliveries: attempt };
    const refusal = `${target.host} answered ${answer.status}`;
    if (answer.status >= 500 || passing.has(answer.status)) throw new JobError(refusal);
    throw new HopelessError(refusal);
  },
});

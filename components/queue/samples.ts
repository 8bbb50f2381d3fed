import type { NewJob } from './api';

/** The kinds of work that the workers of this app know, with data to try them with. */
export const samples = {
  report: {
    label: 'Build a report',
    about: 'Revenue by category from Postgres, kept as the result',
    data: { tenantId: 1, year: 2026 },
  },
  'import-rows': {
    label: 'Import rows',
    about: 'Products into Postgres, in one transaction and once; needs the role admin',
    data: {
      tenantId: 4,
      rows: [
        { sku: 'QUEUE-1', name: 'Field stool', category: 'camping', priceCents: 2900, stock: 12 },
        { sku: 'QUEUE-2', name: 'Tin cup', category: 'camping', priceCents: 900, stock: 40 },
      ],
    },
  },
  webhook: {
    label: 'Deliver a webhook',
    about: 'To a receiver that refuses it twice: retries with backoff',
    data: { event: 'order.placed', payload: { order: 1 }, failures: 2 },
  },
  'webhook-dead': {
    label: 'Deliver to a dead end',
    about: 'To a receiver that refuses every time: a dead letter',
    data: { event: 'order.placed', payload: { order: 2 }, failures: 20 },
  },
} as const satisfies Record<string, { label: string; about: string; data: NewJob['data'] }>;

export type Sample = keyof typeof samples;

/** The name of the job that a sample is. */
export const nameOf = (sample: Sample) => (sample === 'webhook-dead' ? 'webhook' : sample);

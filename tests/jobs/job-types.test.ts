import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { sharedDatabase } from '@/lib/database/shared';
import type { JobServices } from '@/lib/jobs/job-type';
import { runJob } from '@/lib/jobs/run-job';
import { jobServices } from '@/lib/jobs/services';
import { isSigned, sign } from '@/lib/jobs/webhook-signature';
import { freePort } from '@/lib/local/port';
import type { ClaimedJob } from '@/lib/patterns/queue';
import { testRedis } from '../support/redis';

// What fails here fails on purpose, and is told to the operator.
vi.spyOn(console, 'error').mockReturnValue();

const db = sharedDatabase();
const run = `test-${crypto.randomUUID().slice(0, 8)}`;
let count = 0;

afterAll(async () => {
  await db.query('delete from imports where job like $1', [`${run}%`]);
  await db.query('delete from products where sku like $1', [`${run}%`]);
});

/** A claimed job that no other test has. */
const claimed = (name: string, data: unknown, attempt = 1): ClaimedJob => ({
  id: `j${++count}`,
  name,
  data: data as ClaimedJob['data'],
  createdAt: 1,
  attempt,
  attempts: 3,
  token: 't',
  fence: 1,
  leaseUntil: 0,
});

const secret = 'a secret of the test';
const services = (webhooks: Partial<JobServices['webhooks']> = {}): JobServices => ({
  database: sharedDatabase,
  webhooks: {
    secret: async () => secret,
    hosts: [],
    loopback: 'http://receiver.invalid/',
    ...webhooks,
  },
});
const work = (job: ClaimedJob, own = services(), signal = new AbortController().signal) =>
  runJob(job, { queue: run, services: own, signal, progress: () => undefined });
const failure = (error: string | RegExp, retry: boolean) => ({
  outcome: 'failed',
  error: expect.stringMatching(error),
  retry,
});

describe('any job', () => {
  test('that nobody knows, or whose data is wrong, is hopeless', async () => {
    expect(await work(claimed('unknown', null))).toMatchObject(
      failure('knows how to do "unknown"', false),
    );
    expect(await work(claimed('report', { tenantId: 0, year: 2026 }))).toMatchObject(
      failure('tenantId', false),
    );
  });
});

describe('report', () => {
  test('sums what the database has', async () => {
    const outcome = await work(claimed('report', { tenantId: 1, year: 2025 }));
    const [sums] = await db.query<{ revenue: number; categories: number }>(
      `select sum(l.quantity * l.unit_price_cents) as revenue, count(distinct p.category) as categories
       from orders o join order_lines l on l.order_id = o.id join products p on p.id = l.product_id
       where o.tenant_id = 1 and extract(year from o.placed_at at time zone 'UTC') = 2025
         and o.status in ('placed', 'shipped', 'delivered')`,
    );
    expect(sums!.revenue).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ outcome: 'done', result: { revenueCents: sums!.revenue } });
    const { categories } = (outcome as unknown as { result: { categories: unknown[] } }).result;
    expect(categories).toHaveLength(sums!.categories);
  });

  test('of nothing is empty', async () => {
    expect(await work(claimed('report', { tenantId: 1, year: 2001 }))).toMatchObject({
      result: { revenueCents: 0, categories: [] },
    });
  });
});

describe('import-rows', () => {
  const row = (sku: string, stock = 1) => ({
    sku: `${run}.${sku}`,
    name: 'Cup',
    category: 'tableware',
    priceCents: 900,
    stock,
  });
  const stockOf = async (sku: string) => {
    const rows = await db.query<{ stock: number; version: number }>(
      'select stock, version from products where sku = $1',
      [`${run}.${sku}`],
    );
    return rows[0];
  };

  test('writes rows once, however often the job is carried out, also at the same time', async () => {
    const job = claimed('import-rows', { tenantId: 4, rows: [row('a'), row('b', 5), row('a', 7)] });
    const outcomes = await Promise.all([work(job), work(job), work(job)]);
    const already = outcomes.map(
      (outcome) => (outcome as unknown as { result: { alreadyImported: boolean } }).result,
    );
    expect(already.filter(({ alreadyImported }) => !alreadyImported)).toHaveLength(1);
    expect(await stockOf('a')).toEqual({ stock: 7, version: 1 });
    expect(await stockOf('b')).toEqual({ stock: 5, version: 1 });
  });

  test('updates what is there, by a job of its own', async () => {
    await work(claimed('import-rows', { tenantId: 4, rows: [row('c', 1)] }));
    await work(claimed('import-rows', { tenantId: 4, rows: [row('c', 2)] }));
    expect(await stockOf('c')).toEqual({ stock: 2, version: 2 });
  });

  test('writes all or nothing, and a failed one may be tried again', async () => {
    const job = claimed('import-rows', { tenantId: 999_999, rows: [row('d')] });
    expect(await work(job)).toMatchObject(failure('^It failed with 23503$', true));
    expect(await stockOf('d')).toBeUndefined();
    const right = { ...job, data: { tenantId: 4, rows: [row('d')] } };
    expect(await work(right)).toMatchObject({ result: { rows: 1, alreadyImported: false } });
  });

  test('of a worker that lost its lease leaves nothing', async () => {
    const job = claimed('import-rows', { tenantId: 4, rows: [row('e')] });
    const lost = AbortSignal.abort(new Error('The lease is lost'));
    expect(await work(job, services(), lost)).toMatchObject({ outcome: 'released' });
    expect(await stockOf('e')).toBeUndefined();
    expect(await work(job)).toMatchObject({ result: { alreadyImported: false } });
  });
});

describe('webhook', () => {
  interface Received {
    url: string;
    headers: Headers;
    body: string;
  }

  /** A receiver that answers as it is told. */
  async function receiver(status: number, headers: Record<string, string> = {}) {
    const received: Received[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      received.push({
        url: request.url ?? '',
        headers: new Headers(request.headers as Record<string, string>),
        body,
      });
      response.writeHead(status, headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { received, host, url: `http://${host}/hooks` };
  }
  const data = { event: 'order.placed', payload: { order: 7 } };

  test.each([`whsec_${Buffer.from('a key of the specification').toString('base64')}`])(
    'is signed as the specification of Standard Webhooks has it',
    (secret) => {
      const body = JSON.stringify({ type: 'a', data: 'ü' });
      const headers = { ...sign(secret, 'msg_1', body, Date.now()) };
      expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'a', data: 'ü' });
      expect(isSigned(secret, new Headers(headers), body, Date.now())).toBe(true);
      expect(isSigned(secret.slice('whsec_'.length), new Headers(headers), body, Date.now())).toBe(
        false,
      );
    },
  );

  test('is delivered signed, under one id for all deliveries', async () => {
    const { received, host, url } = await receiver(204);
    const job = claimed('webhook', { ...data, url });
    const own = services({ hosts: [host] });
    expect(await work(job, own)).toMatchObject({ outcome: 'done', result: { status: 204 } });
    await work({ ...job, attempt: 2 }, own);
    const [first, second] = received;
    expect(JSON.parse(first!.body)).toEqual({ type: 'order.placed', data: { order: 7 } });
    expect(isSigned(secret, first!.headers, first!.body, Date.now())).toBe(true);
    expect(isSigned('another', first!.headers, first!.body, Date.now())).toBe(false);
    expect(isSigned(secret, first!.headers, `${first!.body} `, Date.now())).toBe(false);
    expect(second!.headers.get('webhook-id')).toBe(first!.headers.get('webhook-id'));
    expect(second!.headers.get('webhook-attempt')).toBe('2');
  });

  test.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [400, false],
    [404, false],
    [410, false],
  ])('answered with %i is tried again: %s', async (status, retry) => {
    const { host, url } = await receiver(status);
    const outcome = await work(claimed('webhook', { ...data, url }), services({ hosts: [host] }));
    expect(outcome).toMatchObject(failure(`answered ${status}`, retry));
  });

  test('follows no redirect, which could lead anywhere', async () => {
    const other = await receiver(200);
    const { host, url } = await receiver(302, { location: other.url });
    const outcome = await work(claimed('webhook', { ...data, url }), services({ hosts: [host] }));
    expect(outcome).toMatchObject({ outcome: 'failed', retry: false });
    expect(other.received).toHaveLength(0);
  });

  test('goes to the hosts that are allowed, and to no other', async () => {
    const { received, host, url } = await receiver(200);
    for (const hosts of [[], ['127.0.0.1'], [`${host}.example`]])
      expect(await work(claimed('webhook', { ...data, url }), services({ hosts }))).toMatchObject(
        failure('WEBHOOK_HOSTS', false),
      );
    expect(received).toHaveLength(0);
  });

  test('to a receiver that is not there is tried again', async () => {
    const loopback = `http://127.0.0.1:${await freePort()}/`;
    const outcome = await work(claimed('webhook', data), services({ loopback }));
    expect(outcome).toMatchObject(failure('^It failed with ECONNREFUSED$', true));
  });

  test('without an address goes to this app, as the environment says', async () => {
    const { received, url } = await receiver(200);
    vi.stubEnv('APP_URL', new URL(url).origin);
    vi.stubEnv('WEBHOOK_SECRET', secret);
    onTestFinished(() => void vi.unstubAllEnvs());
    const own = jobServices(testRedis().redis);
    expect(own.webhooks.hosts).toEqual([new URL(url).host]);
    await work(claimed('webhook', { ...data, failures: 2 }), own);
    expect(received[0]!.url).toBe('/api/webhooks/echo?failures=2');
    expect(isSigned(secret, received[0]!.headers, received[0]!.body, Date.now())).toBe(true);
  });
});

import type { Agent, Dispatcher } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { createAgent, type Resolve } from '@/lib/upstreams/connect';
import { fetchFrom } from '@/lib/upstreams/fetch';
import { errorOf } from '../redis/support';
import { startSite } from '../support/site';

const never = new AbortController().signal;
const opened: Agent[] = [];
afterEach(() => Promise.all(opened.splice(0).map((agent) => agent.destroy())));

function agent(loopback: boolean, resolve?: Resolve): Agent {
  const made = createAgent(loopback, resolve);
  opened.push(made);
  return made;
}

/** A name server that says something else each time. */
function names(...answers: string[][]) {
  let asked = 0;
  const resolve: Resolve = async () => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!;
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { resolve, asked: () => asked };
}

describe('a connection', () => {
  const upstream = (url: string, loopback = false) => ({ name: 'a', base: new URL(url), loopback });
  const refusal = (base: string, dispatcher: Dispatcher) =>
    errorOf(fetchFrom(upstream(base), '', never, dispatcher as Agent));

  test.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['fd00::1']],
    [['8.8.8.8', '127.0.0.1']],
    [['2606:4700::1', 'fe80::1']],
    [[]],
  ])('to a name at %j is not made', async (addresses) => {
    const site = await startSite((_, response) => response.end('secret'));
    const { resolve } = names(addresses as string[]);
    const error = await refusal(`http://name.example:${site.port}/`, agent(false, resolve));
    expect(error).toMatchObject({ code: 'bad_gateway' });
    expect(site.requests).toHaveLength(0);
  });

  // No list of the operator's has these: what stands between them and a connection is looked at all the same.
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ])('to %s in the place of a name is not made', async (host) => {
    const site = await startSite((_, response) => response.end('secret'));
    const error = await refusal(`http://${host}:${site.port}/`, agent(false));
    expect(error).toMatchObject({ code: 'bad_gateway' });
    expect(site.requests).toHaveLength(0);
  });

  test('is made to the addresses that were looked at, and the next one is looked at anew', async () => {
    const site = await startSite((_, response) => {
      response.setHeader('connection', 'close');
      response.end('hello');
    });
    const { resolve, asked } = names(['127.0.0.1'], ['10.0.0.1']);
    const changing = agent(true, resolve);
    const fetchIt = () =>
      fetchFrom(upstream(`http://name.example:${site.port}/`, true), '', never, changing);
    expect(await (await fetchIt()).text()).toBe('hello');
    expect(asked()).toBe(1);
    expect(await errorOf(fetchIt())).toMatchObject({ code: 'bad_gateway' });
    expect(asked()).toBe(2);
    expect(site.requests).toHaveLength(1);
  });

  test('to this machine goes nowhere else', async () => {
    const { resolve } = names(['8.8.8.8']);
    const error = await errorOf(
      fetchFrom(upstream('http://localhost:8080/', true), '', never, agent(true, resolve)),
    );
    expect(error).toMatchObject({ code: 'bad_gateway' });
  });
});

describe('what an upstream sends', () => {
  const from = async (headers: Record<string, string | string[]>, status = 200, body = 'hello') => {
    const site = await startSite((_, response) => {
      response.writeHead(status, headers);
      response.end(body);
    });
    return fetchFrom({ name: 'a', base: new URL(site.url), loopback: true }, '', never);
  };

  test.each([301, 302, 303, 307, 308])(
    'a redirect (%i) is refused, and not followed',
    async (status) => {
      const secret = await startSite((_, response) => response.end('secret'));
      expect(await errorOf(from({ location: secret.url }, status))).toMatchObject({
        code: 'bad_gateway',
      });
      expect(secret.requests).toHaveLength(0);
    },
  );

  test('is passed on with the headers of its content, and none that act in this site', async () => {
    const { headers } = await from({
      'content-type': 'text/html',
      etag: '"a"',
      'cache-control': 'max-age=9',
      vary: 'accept-encoding, accept-language',
      'access-control-allow-origin': '*',
      'clear-site-data': '"*"',
      'strict-transport-security': 'max-age=9',
      location: '/x',
      server: 'x',
      'x-more': 'y',
    });
    expect(Object.fromEntries(headers)).toEqual({
      'cache-control': 'max-age=9',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'text/html',
      date: expect.any(String),
      etag: '"a"',
      'x-content-type-options': 'nosniff',
    });
  });

  test('with a cookie is for one caller, and the cookie stays behind', async () => {
    const { headers } = await from({ 'set-cookie': 'a=b', 'cache-control': 'public, max-age=9' });
    expect(headers.get('cache-control')).toBe('private');
    expect(headers.has('set-cookie')).toBe(false);
  });

  test('that varies by everything says so still', async () => {
    expect((await from({ vary: '*' })).headers.get('vary')).toBe('*');
  });

  test('is bounded, whether it says how long it is or not', async () => {
    const long = 'x'.repeat(5 * 1024 * 1024);
    const said = from({ 'content-length': String(long.length) }, 200, long);
    expect(await errorOf(said)).toMatchObject({ code: 'bad_gateway' });
    const unsaid = await from({ 'transfer-encoding': 'chunked' }, 200, long);
    await expect(unsaid.text()).rejects.toThrow();
  });

  test('is waited for no longer than its caller waits', async () => {
    const site = await startSite(() => undefined);
    const limit = new AbortController();
    const base = new URL(site.url);
    const asked = errorOf(fetchFrom({ name: 'a', base, loopback: true }, '', limit.signal));
    await expect.poll(() => site.requests.length).toBe(1);
    limit.abort();
    expect(await asked).toMatchObject({ code: 'origin_unavailable' });
  });
});

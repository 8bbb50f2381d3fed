import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEventStream, type EventStreamOptions } from '@/lib/chat/event-stream';
import { createFeeds, type Feeds } from '@/lib/chat/feeds';
import { maxStreams, maxStreamsOfCaller, takePlace } from '@/lib/chat/places';
import { createChat, createSubscribe, follow, type Chat } from '@/lib/patterns/chat';
import type { Subscribe } from '@/lib/patterns/chat/subscribe';
import type { Entry } from '@/lib/patterns/chat/contract';
import { createClient } from '@/lib/redis/client';
import { requireRedisConfig, sharedTransport } from '@/lib/redis/shared';
import { createCable, randomOf } from '../redis/support';
import { eventsOf, startChatClient, type StreamEvent } from '../support/chat-client';
import { startChatServer } from '../support/chat-server';
import { countCommands } from '../support/commands';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Options {
  maxMessages?: number;
  /** The way to Redis for the subscription. */
  url?: string;
}

function fresh({ maxMessages, url }: Options = {}) {
  const prefix = freshPrefix();
  const chat = createChat(redis, {
    prefix,
    room: 'lobby',
    ...(maxMessages !== undefined && { maxMessages }),
  });
  const failures: unknown[] = [];
  const feeds = createFeeds((_, following) =>
    follow(chat, createSubscribe({ ...requireRedisConfig(), ...(url !== undefined && { url }) }), {
      ...following,
      failed: (error) => failures.push(error),
    }),
  );
  let count = 0;
  const say = async (text: string) => {
    const outcome = await chat.send({ user: 'ann', text, clientId: `c${++count}` });
    if (!outcome.sent) throw new Error('Muted');
    return outcome.entry;
  };
  const subscribers = async () => {
    const [, number] = await redis.exec<[string, number]>(['PUBSUB', 'NUMSUB', chat.channel]);
    return number;
  };
  return { prefix, chat, feeds, failures, say, subscribers };
}

/** Opens the stream of one client, which reads all that it is sent. It goes when the test ends. */
async function listen(
  { chat, feeds }: { chat: Chat; feeds: Feeds },
  options: Partial<EventStreamOptions> = {},
) {
  const gone = new AbortController();
  onTestFinished(() => gone.abort());
  const stream = await openEventStream({
    chat,
    room: 'lobby',
    feeds,
    caller: crypto.randomUUID(),
    signal: gone.signal,
    ...options,
  });
  const events: StreamEvent[] = [];
  const ended = (async () => {
    for await (const event of eventsOf(stream)) events.push(event);
  })();
  const texts = (name = 'message') =>
    events
      .filter((event) => event.name === name)
      .map(({ data }) => (data as { text: string }).text);
  return { events, ended, texts, leave: () => gone.abort() };
}

describe('the bell', () => {
  test('alone tells nothing that comes after what was not heard: the stream is read, and each entry told once', async () => {
    const { chat, say } = fresh();
    await say('before');
    let listener: Parameters<Subscribe>[1] | undefined;
    const told: string[] = [];
    const follower = follow(
      chat,
      (_, ours) => {
        listener = ours;
        return () => undefined;
      },
      { entry: (entry) => void told.push(entry.kind === 'message' ? entry.text : '') },
    );
    onTestFinished(() => follower.close());
    const ring = (entry: Entry) => listener?.message(JSON.stringify(entry));
    listener?.opened();
    await follower.ready;

    const lost = await say('lost');
    const heard = await say('heard');
    ring(heard);
    ring(lost);
    ring(await say('next'));
    await expect.poll(() => told.includes('next')).toBe(true);
    expect(told).toEqual(['lost', 'heard', 'next']);
    // A bell that names the entry before the last one as its previous is of one that was told.
    ring({ ...lost, prev: follower.newest()! });
    ring(await say('last'));
    await expect.poll(() => told.includes('last')).toBe(true);
    expect(told).toEqual(['lost', 'heard', 'next', 'last']);
  });

  test('of one entry after a gap of many pages has all of them read', async () => {
    const pages = ['2-0', '3-0', '4-0'].map((id) => ({ kind: 'message', id, text: id }) as Entry);
    const chat = {
      channel: 'bell',
      newest: () => Promise.resolve('1-0'),
      since: (after: string) => {
        const at = pages.findIndex(({ id }) => id > after);
        const entries = pages.slice(at, at + 1);
        return Promise.resolve({ entries, hasMore: at < pages.length - 1, gap: null });
      },
    } as unknown as Chat;
    let listener: Parameters<Subscribe>[1] | undefined;
    const told: string[] = [];
    const follower = follow(
      chat,
      (_, ours) => {
        listener = ours;
        return () => undefined;
      },
      { entry: ({ id }) => void told.push(id) },
    );
    onTestFinished(() => follower.close());
    listener?.opened();
    await follower.ready;
    listener?.message(JSON.stringify({ kind: 'message', id: '4-0', prev: '3-0' }));
    await expect.poll(() => told.length).toBeGreaterThan(0);
    expect(told).toEqual(['2-0', '3-0', '4-0']);
  });
});

const names = (events: readonly StreamEvent[]) => events.map(({ name }) => name);

describe('a client', () => {
  test('is told what is said from now on, with the ids by which it can resume', async () => {
    const ground = fresh();
    await ground.say('before');
    const client = await listen(ground);
    const entries = [await ground.say('one'), await ground.say('two')];
    await expect.poll(() => client.texts()).toEqual(['one', 'two']);
    expect(client.events[0]?.name).toBe('hello');
    expect(client.events.slice(1)).toEqual(
      entries.map((entry) => ({ id: entry.id, name: 'message', data: entry })),
    );
  });

  test('is told at once that a message was taken out', async () => {
    const ground = fresh();
    const client = await listen(ground);
    const { id } = await ground.say('secret');
    await ground.chat.redact(id, 'ann');
    const kinds = () => client.events.slice(1).map(({ data }) => (data as Entry).kind);
    await expect.poll(kinds).toEqual(['message', 'redaction']);
  });

  test('whose connection is lost before anything was said resumes from the hello', async () => {
    const ground = fresh();
    await ground.say('before');
    const first = await listen(ground);
    await expect.poll(() => names(first.events)).toEqual(['hello']);
    first.leave();
    await ground.say('meanwhile');
    const again = await listen(ground, { after: first.events[0]?.id });
    await expect.poll(() => again.texts()).toEqual(['meanwhile']);
  });

  test('gets what it has missed, at its own pace, and then what comes', async () => {
    const ground = fresh();
    const first = await ground.say('0');
    for (let i = 1; i <= 250; i++) await ground.say(`${i}`);
    const client = await listen(ground, { after: first.id, maxBacklogBytes: 30_000 });
    await ground.say('251');
    const wanted = Array.from({ length: 251 }, (_, i) => `${i + 1}`);
    await expect.poll(() => client.texts()).toEqual(wanted);
  });

  test('with an id from a former life gets everything there is, and then what comes', async () => {
    const ground = fresh();
    await ground.say('there');
    const client = await listen(ground, { after: '999999999999999-0' });
    await ground.say('comes');
    await expect.poll(() => client.texts()).toEqual(['there', 'comes']);
    expect(names(client.events)).toEqual(['hello', 'gap', 'message', 'message']);
  });

  test('with an id from a former life of an empty room gets the first that comes', async () => {
    const ground = fresh();
    const client = await listen(ground, { after: '999999999999999-0' });
    await ground.say('first');
    await expect.poll(() => client.texts()).toEqual(['first']);
  });

  test('learns who types; nothing is kept of it', async () => {
    const ground = fresh();
    const client = await listen(ground);
    await ground.chat.typing('ben');
    await expect
      .poll(() => client.events.at(-1))
      .toMatchObject({ name: 'typing', data: { user: 'ben' } });
    expect(await redis.exists(ground.chat.channel)).toBe(0);
  });

  test('of bare pub/sub gets what rings while it listens, and nothing that rang before', async () => {
    const ground = fresh();
    const first = await listen(ground, { plain: true });
    const heard = await ground.say('heard');
    await expect.poll(() => first.texts('ring')).toEqual(['heard']);
    first.leave();
    await ground.say('missed');
    const again = await listen(ground, { plain: true, after: heard.id });
    await ground.say('after');
    await expect.poll(() => again.texts('ring')).toEqual(['after']);
  });
});

describe('a stream', () => {
  test('is closed politely when it is old, after a heartbeat', async () => {
    const ground = fresh();
    const client = await listen(ground, { maxAgeMs: 60, heartbeatMs: 10 });
    await client.ended;
    expect(names(client.events)).toEqual(['hello', 'bye']);
    await expect.poll(ground.subscribers).toBe(0);
  });

  test('beats, so that proxies keep it', async () => {
    const ground = fresh();
    const signal = AbortSignal.timeout(60_000);
    const options = {
      chat: ground.chat,
      room: 'lobby',
      feeds: ground.feeds,
      caller: 'ann',
      signal,
    };
    const stream = await openEventStream({ ...options, heartbeatMs: 10 });
    let text = '';
    for await (const chunk of stream) {
      text += new TextDecoder().decode(chunk);
      if (text.includes(': ping\n\n: ping\n\n')) break;
    }
    expect(text).toMatch(/^retry: 2000\n\nid: 0-0\nevent: hello\n/);
    await expect.poll(ground.subscribers).toBe(0);
  });

  test('that is not read is dropped, holds no other up, and its client resumes', async () => {
    const ground = fresh();
    const start = await ground.say('start');
    const other = await listen(ground);
    const stream = await openEventStream({
      chat: ground.chat,
      room: 'lobby',
      feeds: ground.feeds,
      caller: 'ann',
      after: start.id,
      signal: AbortSignal.timeout(60_000),
      maxBacklogBytes: 4_000,
    });
    const wanted = Array.from({ length: 20 }, (_, i) => `${i} ${'x'.repeat(500)}`);
    for (const text of wanted) await ground.say(text);
    await expect.poll(() => other.texts()).toEqual(wanted);
    await expect(stream.getReader().read()).rejects.toThrow('does not read');
    other.leave();
    await expect.poll(ground.subscribers).toBe(0);
    const again = await listen(ground, { after: start.id });
    await expect.poll(() => again.texts()).toEqual(wanted);
  });

  test('of which nothing is taken between two heartbeats ends, however little lies there', async () => {
    const ground = fresh();
    const stream = await openEventStream({
      chat: ground.chat,
      room: 'lobby',
      feeds: ground.feeds,
      caller: 'ann',
      heartbeatMs: 10,
      signal: AbortSignal.timeout(60_000),
    });
    await expect.poll(ground.subscribers).toBe(0);
    await expect(stream.getReader().read()).rejects.toThrow('does not read');
  });

  test('has a place of its caller, who has fifty, and gives it back however it ends', async () => {
    const ground = fresh();
    const cable = await createCable();
    await cable.cut();
    const deaf = fresh({ url: cable.url });
    const caller = 'ann';
    await expect(listen(deaf, { caller, readyWithinMs: 10 })).rejects.toThrow();
    const open = await Promise.all(
      Array.from({ length: maxStreamsOfCaller }, () => listen(ground, { caller })),
    );
    await expect(listen(ground, { caller })).rejects.toMatchObject({ code: 'rate_limited' });
    // Another caller has places of its own.
    await listen(ground, { caller: 'ben' });
    open[0]!.leave();
    open[0]!.leave();
    await listen(ground, { caller });
    await expect(listen(ground, { caller })).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('finds no place where the server has none left, whoever asks', async () => {
    const leave = Array.from({ length: maxStreams }, (_, i) => takePlace(`caller ${i}`));
    onTestFinished(() => leave.forEach((give) => give()));
    await expect(listen(fresh())).rejects.toMatchObject({ code: 'unavailable' });
    leave[0]!();
    await listen(fresh());
  });

  test('where Redis does not answer the subscription is refused, to poll', async () => {
    const cable = await createCable();
    await cable.cut();
    const ground = fresh({ url: cable.url });
    await expect(listen(ground, { readyWithinMs: 200 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('the subscription', () => {
  test('is one for a thousand clients, costs nothing while they are idle, and ends with the last', async () => {
    const ground = fresh();
    const clients = await Promise.all(Array.from({ length: 1_000 }, () => listen(ground)));
    expect(await ground.subscribers()).toBe(1);
    expect(await countCommands(redis, () => pause(300))).toBe(0);
    await ground.say('to all');
    await expect
      .poll(() => clients.filter((client) => client.texts()[0] === 'to all').length)
      .toBe(1_000);
    for (const client of clients.slice(1)) client.leave();
    await pause(50);
    expect(await ground.subscribers()).toBe(1);
    clients[0]!.leave();
    await expect.poll(ground.subscribers).toBe(0);
    // Whoever comes next begins anew.
    const next = await listen(ground);
    await ground.say('again');
    await expect.poll(() => next.texts()).toEqual(['again']);
  });

  test('that is lost and found tells what rang meanwhile, and what was trimmed away', async () => {
    const cable = await createCable();
    const ground = fresh({ url: cable.url, maxMessages: 5 });
    const client = await listen(ground);
    const entries: Entry[] = [await ground.say('0')];
    await expect.poll(() => client.texts()).toEqual(['0']);
    await cable.cut();
    for (let i = 1; i <= 3; i++) entries.push(await ground.say(`${i}`));
    await cable.mend();
    await expect.poll(() => client.texts()).toEqual(['0', '1', '2', '3']);
    await cable.cut();
    for (let i = 4; i <= 12; i++) entries.push(await ground.say(`${i}`));
    await cable.mend();
    await expect
      .poll(() => client.texts())
      .toEqual(['0', '1', '2', '3', '8', '9', '10', '11', '12']);
    expect(client.events.filter(({ name }) => name === 'gap')).toEqual([
      { id: undefined, name: 'gap', data: { after: entries[3]!.id, upTo: entries[7]!.id } },
    ]);
    expect(ground.failures).not.toHaveLength(0);
  });
});

test('under random kills of clients, of the line to Redis and of a server, each client’s list is the stream', async () => {
  const cable = await createCable();
  const prefix = freshPrefix();
  const chat = createChat(createClient(sharedTransport()), { prefix, room: 'lobby' });
  const near = await startChatServer({ prefix, url: cable.url });
  onTestFinished(near.close);
  const serve = async () => {
    const server = await startProcess('chat-server.ts');
    return { server, url: await server.ask<string>({ serve: { prefix } }) };
  };
  let far = await serve();
  const spare = serve();

  const random = randomOf(8);
  const address = () => `${random() < 0.5 ? near.url : far.url}/lobby`;
  const clients = Array.from({ length: 5 }, () => startChatClient(address, '0-0'));
  onTestFinished(() => Promise.all(clients.map((client) => client.stop())).then(() => undefined));
  await expect.poll(() => clients.every(({ connections }) => connections > 0)).toBe(true);

  let drops = 0;
  let cuts = 0;
  let done = false;
  const disturb = (async () => {
    while (!done) {
      await pause(10 + random() * 30);
      clients[Math.floor(random() * clients.length)]!.drop();
      drops++;
    }
  })();
  const cut = (async () => {
    while (!done) {
      await pause(150 + random() * 150);
      await cable.cut();
      cuts++;
      await pause(random() * 60);
      await cable.mend();
    }
  })();
  for (let i = 0; i < 300; i++) {
    await chat.send({ user: 'ann', text: `${i}`, clientId: `${i}` });
    if (i === 150) {
      const next = await spare;
      await far.server.kill();
      far = next;
    }
    await pause(5 + random() * 10);
  }
  done = true;
  await Promise.all([disturb, cut]);

  const newest = await chat.history({ limit: 200 });
  const older = await chat.history({ before: newest.entries[0]!.id, limit: 200 });
  const stream = [...older.entries, ...newest.entries];
  expect(stream).toHaveLength(300);
  for (const client of clients) {
    await expect.poll(() => client.entries.at(-1)?.id).toBe(stream.at(-1)!.id);
    expect(client.entries).toEqual(stream);
    expect(client.gaps).toEqual([]);
  }
  expect(drops).toBeGreaterThan(100);
  expect(cuts).toBeGreaterThan(5);
});

test('a server that is told to stop says bye to its open streams and is gone', async () => {
  const { prefix, say } = fresh();
  const server = await startProcess('chat-server.ts');
  const url = await server.ask<string>({ serve: { prefix } });
  const streams = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const response = await fetch(`${url}/lobby`);
      const events: StreamEvent[] = [];
      const ended = (async () => {
        for await (const event of eventsOf(response.body!)) events.push(event);
      })();
      return { events, ended };
    }),
  );
  await say('one');
  await expect.poll(() => streams.every(({ events }) => events.length === 2)).toBe(true);
  // The streams would have gone on for minutes.
  await expect(server.ask({ stop: true })).rejects.toThrow('The process ended with 0');
  for (const { events, ended } of streams) {
    await ended;
    expect(names(events)).toEqual(['hello', 'message', 'bye']);
  }
});

test('a stream that is opened while the server stops says bye at once', async () => {
  const server = await startProcess('chat-server.ts');
  const url = await server.ask<string>({ serve: { prefix: freshPrefix() } });
  const open = await fetch(`${url}/lobby`);
  const late = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void late.destroy());
  late.setEncoding('utf8');
  let got = '';
  late.on('data', (text: string) => (got += text));
  // Its server waits for the rest of it, stopping or not.
  late.write('GET /lobby HTTP/1.1\r\nHost: chat\r\n');
  await pause(50);

  const stopped = server.ask({ stop: true });
  stopped.catch(() => undefined);
  const seen: string[] = [];
  for await (const { name } of eventsOf(open.body!)) seen.push(name);
  expect(seen).toEqual(['hello', 'bye']);
  late.write('Connection: close\r\n\r\n');
  await expect(stopped).rejects.toThrow('The process ended with 0');
  expect(got).toContain('event: bye');
});

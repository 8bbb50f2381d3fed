import { describe, expect, test } from 'vitest';
import { createChat } from '@/lib/patterns/chat';
import {
  maxTextLength,
  muteUser,
  readMessages,
  redactMessage,
  sendMessage,
  streamMessages,
  type Entry,
  type Page,
  type ResultOfSend,
} from '@/lib/patterns/chat/contract';
import { listRooms, sendPresence, sendTyping } from '@/lib/patterns/chat/contract-rooms';
import type { Operation } from '@/lib/contract';
import { send as sendAsAnyone, type Call } from '../support/api';
import { makeUser, sendAsAdmin as send, type TestUser } from '../support/callers';
import { eventsOf } from '../support/chat-client';
import { refusalOf, refused } from '../support/problems';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const params = { room: 'quiet' };
const chat = createChat(redis, params);
const refusal = (operation: Operation, call: Call) => refusalOf(send(operation, call));
/** A call of an operation with nothing in its body, where it has one. */
const empty = ({ method }: Operation) => (method === 'GET' ? {} : { body: {} });
const json = async <T>(answer: Response | Promise<Response>) => (await (await answer).json()) as T;

/** A message with a text that no other test has, said by a user of its own or by one that is given. */
async function say(by?: TestUser, text = `text ${crypto.randomUUID()}`) {
  const user = by ?? (await makeUser(redis));
  const outcome = await json<ResultOfSend>(
    sendAsAnyone(sendMessage, { params, body: { text }, headers: user.cookie }),
  );
  if (!outcome.sent || outcome.entry.kind !== 'message') throw new Error('Nothing was said');
  return { user, entry: outcome.entry };
}

describe('bad input names the field, and nothing is written', () => {
  const rejects = async (field: string, body: unknown) => {
    const before = await chat.newest();
    // Of a user of its own: what one may say in ten seconds is less than is tried here.
    const { cookie } = await makeUser(redis);
    const call = { params, body, headers: cookie };
    expect(await refusal(sendMessage, call)).toEqual(refused(field));
    expect(await chat.newest()).toBe(before);
  };

  test.each([
    '',
    '   \n',
    'x'.repeat(maxTextLength + 1),
    'a\0b',
    'a\u001bb',
    '\ud800',
    7,
    null,
    ['x'],
  ])('the text %j', (text) => rejects('body/text', { text }));

  test.each(['', 'a b', 'ä', 'x'.repeat(129), 'a\n', 7])('the clientId %j', (clientId) =>
    rejects('body/clientId', { text: 'hello', clientId }),
  );

  test.each(['', '5', '5-', '-1-0', '5-x', '+', '-', '$', '１-0', '1'.repeat(16) + '-0', 5])(
    'the id %j',
    async (id) => {
      await rejects('body/after', { text: 'hello', after: id });
      const query = { after: String(id) };
      expect(await refusal(readMessages, { params, query })).toEqual(refused('query/after'));
      expect(await refusal(streamMessages, { params, query })).toEqual(refused('query/after'));
      const before = { before: String(id) };
      expect(await refusal(readMessages, { params, query: before })).toEqual(
        refused('query/before'),
      );
      if (id !== '')
        expect(await refusal(redactMessage, { params: { ...params, id: String(id) } })).toEqual(
          refused('path/id'),
        );
    },
  );

  test.each(['A', 'a b', '{a}', 'a:b', 'ａ', 'a\0', 'x'.repeat(33), '-a', '*'])(
    'the room %j',
    async (room) => {
      const call = { params: { room } };
      for (const operation of [readMessages, streamMessages, sendTyping, sendPresence])
        expect(await refusal(operation, { ...call, ...empty(operation) })).toEqual(
          refused('path/room'),
        );
      const { cookie } = await makeUser(redis);
      const message = { ...call, body: { text: 'hello' }, headers: cookie };
      expect(await refusal(sendMessage, message)).toEqual(refused('path/room'));
      const mute = { ...call, body: { user: 'ben', forMs: 1 } };
      expect(await refusal(muteUser, mute)).toEqual(refused('path/room'));
    },
  );

  test.each([
    ['body/user', { user: '{ben}', forMs: 1 }],
    ['body/user', { user: 'Ben', forMs: 1 }],
    ['body/user', { forMs: 1 }],
    ['body/forMs', { user: 'ben', forMs: -1 }],
    ['body/forMs', { user: 'ben', forMs: 1.5 }],
    ['body/forMs', { user: 'ben', forMs: 1e12 }],
    ['body/forMs', { user: 'ben', forMs: '1' }],
    ['body/why', { user: 'ben', forMs: 1, why: 'x' }],
  ])('a mute: %s of %j', async (field, body) => {
    expect(await refusal(muteUser, { params, body })).toEqual(refused(field));
  });

  test.each(['0', '201', '1.5', 'all'])('a limit of %s', async (limit) => {
    expect(await refusal(readMessages, { params, query: { limit } })).toEqual(
      refused('query/limit'),
    );
  });

  test('before and after at once, a Last-Event-ID that is none, and fields that nobody knows', async () => {
    expect(await refusal(readMessages, { params, query: { before: '1-0', after: '1-0' } })).toEqual(
      refused('query/before'),
    );
    const headers = { 'last-event-id': 'yesterday' };
    expect(await refusal(streamMessages, { params, headers })).toEqual(
      refused('header/last-event-id'),
    );
    await rejects('body/user', { text: 'hello', user: 'ben' });
    expect(await refusal(sendTyping, { params, body: { user: 'ben' } })).toEqual(
      refused('body/user'),
    );
  });

  test('a room that is not there', async () => {
    for (const operation of [readMessages, streamMessages, sendTyping, sendPresence])
      expect(
        await refusal(operation, { params: { room: 'nowhere' }, ...empty(operation) }),
      ).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('over HTTP', () => {
  test('nobody speaks under another name, or without one', async () => {
    const { user, entry } = await say();
    expect(entry.user).toBe(user.name);
    const body = { text: 'hello' };
    expect(await refusalOf(sendAsAnyone(sendMessage, { params, body }))).toMatchObject({
      status: 401,
    });
  });

  test('the same Idempotency-Key is the same message', async () => {
    const user = await makeUser(redis);
    const headers = { ...user.cookie, 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        sendAsAnyone(sendMessage, { params, body: { text: 'once' }, headers }),
      ),
    );
    const outcomes = await Promise.all(answers.map((answer) => json<ResultOfSend>(answer)));
    expect(new Set(outcomes.map((each) => each.sent && each.entry.id)).size).toBe(1);
    expect(outcomes.filter((each) => each.sent && !each.duplicate)).toHaveLength(1);
    const replayed = answers.filter(({ headers: h }) => h.has('idempotency-replayed'));
    expect(replayed).toHaveLength(4);
  });

  test('a user who says too much is told when to go on', async () => {
    const user = await makeUser(redis);
    const call = { params, body: { text: 'much' }, headers: user.cookie };
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => sendAsAnyone(sendMessage, call)),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    // Another is not held up by it.
    await say();
  });

  test('a message is taken out by its author and by an admin, and by nobody else', async () => {
    const [own, other] = [await say(), await say()];
    const redact = (entry: Entry, by: TestUser) =>
      sendAsAnyone(redactMessage, { params: { ...params, id: entry.id }, headers: by.cookie });
    expect(await refusalOf(redact(own.entry, other.user))).toMatchObject({ code: 'forbidden' });
    expect((await redact(own.entry, own.user)).status).toBe(200);
    const admin = await send(redactMessage, { params: { ...params, id: other.entry.id } });
    expect(await admin.json()).toMatchObject({
      entry: { kind: 'redaction', redacts: other.entry.id, author: other.user.name },
    });
    const page = await json<Page>(send(readMessages, { params, query: { limit: '200' } }));
    expect(JSON.stringify(page)).not.toContain(own.entry.text);
    expect(await refusalOf(redact(own.entry, own.user))).toMatchObject({ code: 'not_found' });
  });

  test('only an admin mutes; who is muted is told until when, and it is no error', async () => {
    const user = await makeUser(redis);
    const mute = { params, body: { user: user.name, forMs: 60_000 } };
    expect(
      await refusalOf(sendAsAnyone(muteUser, { ...mute, headers: user.cookie })),
    ).toMatchObject({ code: 'forbidden' });
    const { until } = await json<{ until: number }>(send(muteUser, mute));
    const answer = await sendAsAnyone(sendMessage, {
      params,
      body: { text: 'hello' },
      headers: user.cookie,
    });
    expect(await answer.json()).toEqual({ sent: false, refused: 'muted', until });
  });

  test('who sends a heartbeat is here', async () => {
    const user = await makeUser(redis);
    const beat = await send(sendPresence, { params, body: {}, headers: user.cookie });
    expect(await beat.json()).toMatchObject({ here: [user.name], ttlMs: 45_000 });
    const { rooms } = await json<{ rooms: { name: string; here: string[] }[] }>(send(listRooms));
    expect(rooms.find(({ name }) => name === 'quiet')?.here).toEqual([user.name]);
  });
});

test('the stream stands behind the guard, and resumes by header or by query', async () => {
  const { entry: first } = await say();
  const { entry: second } = await say();
  for (const call of [
    { headers: { 'last-event-id': first.id } },
    { query: { after: first.id } },
    // What the browser had last goes before what the page asked for at first.
    { query: { after: '0-0' }, headers: { 'last-event-id': first.id } },
  ]) {
    const answer = await sendAsAnyone(streamMessages, { params, ...call });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toContain('no-transform');
    expect(answer.headers.get('ratelimit-policy')).toContain('read');
    for await (const { name, id, data } of eventsOf(answer.body!)) {
      if (name === 'hello') continue;
      expect({ id, data }).toEqual({ id: second.id, data: second });
      break;
    }
  }
  const subscribers = async () =>
    (await redis.exec<[string, number]>(['PUBSUB', 'NUMSUB', chat.channel]))[1];
  await expect.poll(subscribers).toBe(0);

  // Next.js hands HEAD to GET and drops the body without a word.
  const head = await sendAsAnyone(streamMessages, { params, method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(head.body).toBeNull();
  await expect.poll(subscribers).toBe(0);

  const headers = { authorization: 'Bearer rp_none' };
  expect(await refusalOf(sendAsAnyone(streamMessages, { params, headers }))).toMatchObject({
    code: 'not_signed_in',
  });
});

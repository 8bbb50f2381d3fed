import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createChat, createRooms } from '@/lib/patterns/chat';
import type { Entry, Message, ResultOfSend } from '@/lib/patterns/chat/contract';
import { beginning } from '@/lib/patterns/chat/contract-entries';
import { maxNamed } from '@/lib/patterns/chat/contract-rooms';
import { justBefore } from '@/lib/patterns/chat/entry';
import { keys } from '@/lib/patterns/chat/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { randomOf } from '../redis/support';
import { countCommands } from '../support/commands';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh(maxMessages?: number) {
  const prefix = freshPrefix();
  const options = { prefix, room: 'lobby', ...(maxMessages && { maxMessages }) };
  const chat = createChat(redis, options);
  let count = 0;
  /** Says something new, as one who names the newest entry, and gives the entry. */
  async function say(text: string, user = 'ann', after?: string): Promise<Message> {
    const clientId = `c${++count}`;
    return said(await chat.send({ user, text, clientId, after }));
  }
  return { prefix, chat, say, options };
}

function said(outcome: ResultOfSend): Message {
  if (!outcome.sent || outcome.entry.kind !== 'message') throw new Error('Nothing was said');
  return outcome.entry;
}

const texts = (entries: readonly Entry[]) =>
  entries.map((entry) => (entry.kind === 'message' ? entry.text : `- ${entry.redacts}`));

/** The whole stream, as the chain that its entries name. */
async function expectChain(chat: ReturnType<typeof createChat>) {
  const { entries } = await chat.history({ limit: 200 });
  for (const [index, entry] of entries.entries())
    if (index > 0) expect(entry.prev).toBe(entries[index - 1]!.id);
  return entries;
}

describe('a message', () => {
  test('is an entry that names the one before it, whether its sender has seen that one or not', async () => {
    const { chat, say } = fresh();
    const first = await say('one');
    const second = await say('two', 'ben', first.id);
    const third = await say('three', 'ann', first.id);
    const fourth = await say('four');
    expect([first, second, third, fourth].map(({ prev }) => prev)).toEqual([
      beginning,
      first.id,
      second.id,
      third.id,
    ]);
    expect(await expectChain(chat)).toEqual([first, second, third, fourth]);
  });

  test('an `after` that was never an entry makes no false chain', async () => {
    const { chat, say } = fresh();
    const first = await say('one');
    const second = await say('two', 'ann', '999999999999999-5');
    expect(second.prev).toBe(first.id);
    await say('three', 'ann', beginning);
    await expectChain(chat);
  });

  test('keeps every character, and is bounded by the room', async () => {
    const { prefix, chat, say } = fresh(5);
    const text = 'Grüße, 世界 👩‍👩‍👧 "\\ {}\n\tend';
    for (let i = 0; i < 7; i++) await say(`${i} ${text}`);
    const { entries, hasMore } = await chat.history({ limit: 200 });
    expect(texts(entries)).toEqual([2, 3, 4, 5, 6].map((i) => `${i} ${text}`));
    expect(hasMore).toBe(false);
    expect(await redis.xlen(keys.messages({ prefix, room: 'lobby' }))).toBe(5);
  });

  test('costs four commands for who names the newest, whatever else the room holds', async () => {
    const { chat } = fresh();
    for (const size of [1, 300]) {
      let last: Message | undefined;
      for (let i = 0; i < size; i++)
        last = said(
          await chat.send({ user: 'ann', text: 'x', clientId: `${size}-${i}`, after: last?.id }),
        );
      const send = () =>
        chat.send({ user: 'ann', text: 'x', clientId: `n${size}`, after: last!.id });
      expect(await countCommands(redis, send)).toBe(4);
    }
  });
});

describe('sent again', () => {
  test('a message is the same message: by the entry that its sender had, at any distance', async () => {
    const { chat, say } = fresh();
    const seen = await say('before');
    const message = { user: 'ann', text: 'hello', clientId: 'mine', after: seen.id };
    const first = await chat.send(message);
    for (let i = 0; i < 150; i++) await say(`between ${i}`, 'ben', seen.id);
    expect(await chat.send(message)).toEqual({ ...first, duplicate: true });
    expect(await chat.send({ ...message, after: undefined })).toMatchObject({ duplicate: true });
    expect((await expectChain(chat)).filter((e) => texts([e])[0] === 'hello')).toHaveLength(1);
  });

  test.each([180_000, -180_000])(
    'a message is one where the clock of its sender is off by %i ms and an answer is lost',
    async (off) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
      onTestFinished(() => void vi.useRealTimers());
      const { options, chat } = fresh();
      let requests = 0;
      const send = dropAnswers(createSend(), () => ++requests === 1);
      const transport = createTransport({ ...requireRedisConfig(), send });
      onTestFinished(() => transport.close());
      const far = createChat(createClient(transport), options);
      await far.send({ user: 'ann', text: 'once', clientId: 'c' });
      expect(texts((await chat.history()).entries)).toEqual(['once']);
    },
  );

  test('the id is its sender’s: another may have the same, and another text is refused', async () => {
    const { chat } = fresh();
    const message = { user: 'ann', text: 'hello', clientId: '1' };
    await chat.send(message);
    expect(await chat.send({ ...message, user: 'ben' })).toMatchObject({ duplicate: false });
    await expect(chat.send({ ...message, text: 'bye' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect((await chat.history()).entries).toHaveLength(2);
  });

  test('with answers lost at random, each message stands once', async () => {
    const { options, chat } = fresh();
    const random = randomOf(8);
    let inARow = 0;
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.4 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const transport = createTransport({ ...requireRedisConfig(), send });
    const lossy = createChat(createClient(transport), options);
    const wanted = Array.from({ length: 60 }, (_, i) => `m${i}`);
    for (let i = 0; i < wanted.length; i += 6)
      await Promise.all(
        wanted.slice(i, i + 6).map((text) => lossy.send({ user: 'ann', text, clientId: text })),
      );
    await transport.close();
    expect(texts(await expectChain(chat)).sort()).toEqual(wanted.sort());
  });
});

test('two processes speak at once: the chain has no fork, and each is in order of its own', async () => {
  const { prefix, chat } = fresh();
  const speakers = await Promise.all([1, 2].map(() => startProcess('speaker.ts')));
  await Promise.all(
    speakers.map((speaker, index) =>
      speaker.ask({ prefix, room: 'lobby', user: `u${index}`, messages: 60 }),
    ),
  );
  const entries = await expectChain(chat);
  expect(entries).toHaveLength(120);
  for (let index = 0; index < 2; index++)
    expect(texts(entries.filter((e) => e.kind === 'message' && e.user === `u${index}`))).toEqual(
      Array.from({ length: 60 }, (_, i) => `${i}`),
    );
});

describe('reading', () => {
  test('pages back to the first entry, each once', async () => {
    const { chat, say } = fresh();
    for (let i = 0; i < 25; i++) await say(`${i}`);
    const seen: string[] = [];
    let before: string | undefined;
    for (let more = true; more;) {
      const page = await chat.history({ before, limit: 10 });
      seen.unshift(...texts(page.entries));
      before = page.entries[0]?.id;
      more = page.hasMore;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `${i}`));
  });

  test('goes on from an entry in pages, in one command each', async () => {
    const { chat, say } = fresh();
    const first = await say('0');
    for (let i = 1; i < 25; i++) await say(`${i}`);
    let page = await chat.since(first.id, 10);
    const seen = texts(page.entries);
    while (page.hasMore) {
      const from = page.entries.at(-1)!.id;
      expect(await countCommands(redis, async () => (page = await chat.since(from, 10)))).toBe(1);
      expect(page.gap).toBeNull();
      seen.push(...texts(page.entries));
    }
    expect(seen).toEqual(Array.from({ length: 24 }, (_, i) => `${i + 1}`));
    expect(await chat.since(beginning)).toMatchObject({ gap: null, entries: { length: 25 } });
  });

  test('a gap that was trimmed away is reported, with what is known of it', async () => {
    const { chat, say } = fresh(5);
    const entries: Message[] = [];
    for (let i = 0; i < 12; i++) entries.push(await say(`${i}`, 'ann', entries.at(-1)?.id));
    const page = await chat.since(entries[3]!.id);
    expect(page.gap).toEqual({ after: entries[3]!.id, upTo: entries[6]!.id });
    expect(texts(page.entries)).toEqual(['7', '8', '9', '10', '11']);
  });

  test('no gap is reported where only what the reader has is gone', async () => {
    const { chat, say } = fresh(5);
    const entries: Message[] = [];
    for (let i = 0; i < 12; i++) entries.push(await say(`${i}`, 'ann', entries.at(-1)?.id));
    expect(await chat.since(entries[6]!.id)).toMatchObject({ gap: null, entries: { length: 5 } });
    await chat.redact(entries[9]!.id, 'ann');
    expect(await chat.since(entries[9]!.id)).toMatchObject({ gap: null, entries: { length: 3 } });
  });

  test('of an id from a former life a gap is told, and everything there is', async () => {
    const { chat, say } = fresh();
    const from = '999999999999999-0';
    const gap = { after: from, upTo: from };
    expect(await chat.since(from)).toEqual({ entries: [], hasMore: false, gap });
    for (const text of ['a', 'b', 'c']) await say(text);
    const page = await chat.since(from, 2);
    expect({ ...page, entries: texts(page.entries) }).toEqual({
      entries: ['a', 'b'],
      hasMore: true,
      gap,
    });
    expect(texts((await chat.since(page.entries.at(-1)!.id)).entries)).toEqual(['c']);
  });

  test('a stream that was lost and begun anew is a gap', async () => {
    const { prefix, chat, say } = fresh();
    const old = await say('old');
    await redis.unlink(keys.messages({ prefix, room: 'lobby' }));
    const lost = { after: old.id, upTo: old.id };
    expect(await chat.since(old.id)).toEqual({ entries: [], hasMore: false, gap: lost });
    await say('new');
    expect(await chat.since(old.id)).toMatchObject({ gap: lost, entries: [{ text: 'new' }] });
  });
});

describe('moderation', () => {
  test('a message is taken out by its author or a moderator, once, and nobody else', async () => {
    const { prefix, chat, say } = fresh();
    const secret = await say('a secret', 'ben');
    const after = await say('after', 'ann');
    await expect(chat.redact(secret.id, 'ann')).rejects.toMatchObject({ code: 'forbidden' });
    const entry = await chat.redact(secret.id, 'ada', { any: true });
    expect(entry).toMatchObject({ redacts: secret.id, author: 'ben', by: 'ada', prev: after.id });
    expect((await chat.history()).entries).toEqual([after, entry]);
    const raw = await redis.exec<unknown>([
      'XRANGE',
      keys.messages({ prefix, room: 'lobby' }),
      '-',
      '+',
    ]);
    expect(JSON.stringify(raw)).not.toContain('a secret');
    await expect(chat.redact(secret.id, 'ben')).rejects.toMatchObject({ code: 'not_found' });
    await expect(chat.redact(entry.id, 'ada', { any: true })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('whoever has the message gets the redaction as the next entry', async () => {
    const { chat, say } = fresh();
    const secret = await say('a secret');
    await chat.redact(secret.id, 'ann');
    const next = await say('next');
    expect((await chat.since(secret.id)).entries).toMatchObject([
      { kind: 'redaction', redacts: secret.id },
      { id: next.id },
    ]);
  });

  test('who is muted says nothing here, may speak elsewhere, and may speak again', async () => {
    const { prefix, chat, say } = fresh();
    await say('before', 'ben');
    await chat.mute('ben', 30_000);
    const until = await chat.mute('ben', 60_000);
    expect(await redis.xlen(keys.mute({ prefix, room: 'lobby', user: 'ben' }))).toBe(1);
    const message = { user: 'ben', text: 'more', clientId: 'x' };
    expect(await chat.send(message)).toEqual({ sent: false, refused: 'muted', until });
    expect(await chat.send({ ...message, user: 'ann' })).toMatchObject({ sent: true });
    const help = createChat(redis, { prefix, room: 'help' });
    expect(await help.send(message)).toMatchObject({ sent: true });
    expect(await chat.mute('ben', 0)).toBeNull();
    expect(await chat.send(message)).toMatchObject({ sent: true });
  });

  test('a mute ends by itself', async () => {
    const { chat } = fresh();
    await chat.mute('ben', 50);
    const speak = async () =>
      (await chat.send({ user: 'ben', text: 'hi', clientId: crypto.randomUUID() })).sent;
    await expect.poll(speak).toBe(true);
  });
});

test('the rooms name who is here and what was said last', async () => {
  const { prefix, chat, say } = fresh();
  const last = await say('last');
  expect(await chat.beat('ann')).toEqual(['ann']);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await chat.beat('ben')).toEqual(['ben', 'ann']);
  const here = keys.here({ prefix, room: 'lobby' });
  await redis.zincrby(here, -46_000, 'ann');
  expect(await createRooms(redis, { prefix }).list()).toMatchObject([
    { name: 'lobby', entries: 1, newest: last, here: ['ben'] },
    { name: 'help', entries: 0, newest: null, here: [] },
    { name: 'quiet', entries: 0, newest: null, here: [] },
  ]);
  expect(await chat.beat('cyd')).toEqual(['cyd', 'ben']);
  const [seconds] = await redis.time();
  const crowd = Array.from({ length: maxNamed + 5 }, (_, n) => ({
    score: Number(seconds) * 1_000,
    member: `user-${n}`,
  }));
  await redis.zadd(here, crowd[0]!, ...crowd.slice(1));
  expect(await chat.beat('ann')).toHaveLength(maxNamed);
});

test('a room whose keys hold something else hides no other', async () => {
  const { prefix, say } = fresh();
  const last = await say('last');
  await redis.set(keys.messages({ prefix, room: 'help' }), 'no stream', { ex: 60 });
  expect(await createRooms(redis, { prefix }).list()).toMatchObject([
    { name: 'lobby', entries: 1, newest: last },
    { name: 'help', entries: 0, newest: null, here: [], unreadable: true },
    { name: 'quiet', entries: 0, newest: null, here: [] },
  ]);
});

test('the id before an id', () => {
  expect(justBefore('5-3')).toBe('5-2');
  expect(justBefore('5-0')).toBe('4-18446744073709551615');
  expect(justBefore('0-0')).toBe('0-0');
});

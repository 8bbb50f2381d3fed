import type { Redis } from '@upstash/redis';
import { defineProof } from '../../proof';
import { createChat } from './chat';
import { keys } from './keys';

const room = 'proof';
const maxMessages = 10;
const user = 'ann';
/** What is said while a client is away: once so much that the room remembers it, once more than it does. */
const short = 6;
const long = 25;

interface Away {
  /** What the client has of it when it is back. */
  received: number;
  /** What it is told that it will never have. */
  reported: number;
}

/** What one side of the proof does; both meet the same speaker and the same lost connections. */
interface Side {
  keys: string[];
  send(redis: Redis, text: string): Promise<unknown>;
  /** A client has all that was said so far and loses its connection; then it is back. */
  away(redis: Redis, speak: () => Promise<number>): Promise<Away>;
  /** How often a text stands in what clients got. `carriedOut` is how often the request reached Redis. */
  copies(redis: Redis, text: string, carriedOut: number): Promise<number>;
}

/**
 * The snippet that publishes to a channel, and this room, under one schedule: a client is away while a little is said,
 * and again while more is said than the room keeps; and one answer is lost on the way to the speaker.
 */
export const prove = defineProof({
  slug: 'chat',
  sides: { naive, safe },

  async play(side, { redis, client, say }) {
    const speak = (count: number) => async () => {
      let reached = 0;
      for (let i = 0; i < count; i++) reached += Number(await side.send(redis, `${count}:${i}`));
      say('speaker', `says ${count} things meanwhile`);
      return reached;
    };
    say('speaker', 'says something, and a client has it');
    await side.send(redis, 'first');
    say('client', 'loses its connection', 'connection lost');
    const little = await side.away(redis, speak(short));
    say('client', 'is back, and goes on from the last message that it has');
    say('client', 'loses it again', 'connection lost');
    const much = await side.away(redis, speak(long));
    say('client', `is back; the room keeps ${maxMessages} messages`);

    let carriedOut = 0;
    const faulty = client({ dropAnswer: (request) => (carriedOut = request) === 1 });
    await side.send(faulty, 'once');
    say('speaker', 'says something', 'answer lost, sent again');
    const copies = await side.copies(redis, 'once', carriedOut);

    const hidden = long - much.received - much.reported;
    return { received: little.received, hidden, copies };
  },

  measures: (measure) => [
    measure(
      'received',
      `Of ${short} messages said while it was away, those it has`,
      `${short}, all of them`,
      short,
    ),
    measure(
      'hidden',
      `Of ${long}, those it has not and was not told of`,
      '0, what is lost is reported',
      0,
    ),
    measure('copies', 'Copies of a message sent again', '1, it is the same', 1),
  ],
});

/** The snippet. Redis itself says how many subscribers a message reached; what reached none is nowhere. */
function naive(prefix: string): Side {
  const channel = `${prefix}:chat:${room}`;
  return {
    keys: [channel],
    send: (redis, text) =>
      redis.publish(
        channel,
        JSON.stringify({ userId: user, message: text, timestamp: Date.now() }),
      ),
    async away(redis, speak) {
      const reached = await speak();
      // Coming back, there is nothing to ask: a channel keeps no message, nor that there was one.
      const kept = await redis.exists(channel);
      return { received: reached + kept, reported: 0 };
    },
    // Whoever listens gets it each time that it is published.
    copies: async (_redis, _text, carriedOut) => carriedOut,
  };
}

/** This room. */
function safe(prefix: string): Side {
  const chat = (redis: Redis) => createChat(redis, { prefix, room, maxMessages });
  return {
    keys: [keys.messages({ prefix, room })],
    send: (redis, text) => chat(redis).send({ user, text, clientId: text }),
    async away(redis, speak) {
      const last = await chat(redis).newest();
      await speak();
      const { entries, gap } = await chat(redis).since(last);
      // The entries that are left are counted; a reported gap is all that came before them.
      return { received: entries.length, reported: gap ? long - entries.length : 0 };
    },
    async copies(redis, text) {
      const { entries } = await chat(redis).history();
      return entries.filter((entry) => entry.kind === 'message' && entry.text === text).length;
    },
  };
}

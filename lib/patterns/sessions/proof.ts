import type { Redis } from '@upstash/redis';
import { defineProof, type ProofGround } from '../../proof';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { handleOf, parseSessionId, userOf } from './id';
import { createSessions } from './index';
import { keys, resolutions } from './keys';

const user = 'ann';
const devices = ['laptop', 'phone', 'tablet'] as const;
type Device = (typeof devices)[number];

interface Held {
  version: number;
  data: { [field: string]: unknown };
}

/** What both sides can do; the schedule below drives them alike. */
interface Side {
  /** Every key that can be named beforehand; those of an id are owned when it is made. */
  keys: readonly string[];
  /** Of one device twice: the same sign-in, sent again. */
  signIn(device: Device): Promise<string>;
  read(id: string): Promise<Held | null>;
  /** A request that read `held` writes one field. */
  save(id: string, held: Held, field: string, value: string): Promise<unknown>;
  signOut(id: string): Promise<unknown>;
  /** Signs out everywhere, asked for by the session of `id`. */
  signOutEverywhere(id: string): Promise<unknown>;
  /** How many sessions there are. */
  sessions(): Promise<number>;
  /** The keys that exist now. */
  existing(): Promise<string[]>;
}

/**
 * The snippet that keeps a session as one JSON value under its id, and this room, under one schedule: two
 * requests that overlap, a save that is under way during a sign-out, a sign-in whose answer is lost, and
 * "sign out everywhere".
 */
export const prove = defineProof({
  slug: 'sessions',
  sides: { naive, safe },

  async play(side, { say }) {
    const ids = new Set<string>();
    const signIn = async (device: Device, fault?: string) => {
      say(device, 'signs in', fault);
      const id = await side.signIn(device);
      ids.add(id);
      return id;
    };
    const laptop = await signIn('laptop');
    say('request 1', 'reads the session of the laptop');
    say('request 2', 'reads the session of the laptop');
    const [one, two] = [await side.read(laptop), await side.read(laptop)];
    say('request 1', 'saves theme');
    await side.save(laptop, one as Held, 'theme', 'dark');
    say('request 2', 'saves cart', 'it read before request 1 saved');
    await side.save(laptop, two as Held, 'cart', 'tea');
    const after = await side.read(laptop);

    say('request 3', 'reads the session of the laptop');
    const three = await side.read(laptop);
    say('laptop', 'signs out');
    await side.signOut(laptop);
    say('request 3', 'saves theme', 'the sign-out overtook it');
    await side.save(laptop, three as Held, 'theme', 'light');
    const revived = (await side.read(laptop)) ? 1 : 0;

    const before = await side.sessions();
    const phone = [await signIn('phone'), await signIn('phone', 'the answer was lost, sent again')];
    const made = (await side.sessions()) - before;
    await signIn('tablet');
    const names = await side.existing();
    const shown = [...ids].filter((id) => names.some((name) => name.includes(id))).length;

    say('phone', 'signs out everywhere');
    await side.signOutEverywhere(phone[1] as string);
    let accepted = 0;
    for (const id of ids) if (await side.read(id)) accepted += 1;
    return { fields: Object.keys(after?.data ?? {}).length, revived, made, accepted, shown };
  },

  measures: (measure) => [
    measure('fields', 'Fields left of two that two requests saved', '2', 2),
    measure('revived', 'Sessions brought back after their sign-out', '0', 0),
    measure('made', 'Sessions that one sign-in made', '1', 1),
    measure('accepted', 'Sessions accepted after "sign out everywhere"', '0', 0),
    measure('shown', 'Session ids that can be read in key names', '0', 0),
  ],
});

/** The snippet: one value a session, under its id, written whole. */
function naive(prefix: string, { client, owns }: ProofGround): Side {
  const redis = client('naive');
  const owned: string[] = [];
  const keyOf = (id: string) => `${prefix}:session:${id}`;
  const write = (id: string, data: Held['data']) =>
    redis.set(keyOf(id), JSON.stringify({ userId: user, data, lastActive: Date.now() }), {
      ex: 86_400,
    });
  const read = async (id: string) => {
    const text = await redis.get<string>(keyOf(id));
    return text === null ? null : { version: 0, data: (JSON.parse(text) as Held).data };
  };
  const remove = (id: string) => redis.del(keyOf(id));
  return {
    keys: [],
    async signIn() {
      const id = crypto.randomUUID();
      owned.push(keyOf(id));
      await owns([keyOf(id)]);
      await write(id, {});
      return id;
    },
    read,
    save: (id, held, field, value) => write(id, { ...held.data, [field]: value }),
    signOut: remove,
    // It knows of no other session than the one that asks.
    signOutEverywhere: remove,
    sessions: async () => (await existing(redis, owned)).length,
    existing: () => existing(redis, owned),
  };
}

/** This room. */
async function safe(prefix: string, { client, owns }: ProofGround): Promise<Side> {
  const redis = client('safe');
  const sessions = createSessions(redis, { prefix });
  const at = { prefix, shard: 0 };
  const hash = await userOf(user);
  const operations = Array.from({ length: 3 }, newOperationId);
  const revocation = newOperationId();
  const signIns = new Map<Device, OperationId>();
  const handles = new Map<Device, string>();
  for (const device of devices) {
    const operation = newOperationId();
    signIns.set(device, operation);
    handles.set(device, await handleOf(hash, operation.id));
  }
  const known = [
    ...[...handles.values()].map((handle) => keys.session({ ...at, handle })),
    ...operations.map(({ id }) =>
      keys.receipt({ ...at, owner: handles.get('laptop') as string, id }),
    ),
    keys.receipt({ ...at, owner: hash, id: revocation.id }),
    keys.epoch({ ...at, user: hash }),
    keys.user({ ...at, user: hash }),
    keys.active(at),
    ...seriesKeys(at),
  ];
  const made: string[] = [];
  let saved = 0;
  return {
    keys: known,
    async signIn(device) {
      const operationId = signIns.get(device);
      const { id } = await sessions.create(user, { device }, { operationId });
      const { digest } = (await parseSessionId(id))!;
      // Nobody can name a digest before its id is made; should this process die here, they expire.
      const ofId = [keys.id({ ...at, digest }), keys.grace({ ...at, digest })];
      made.push(...ofId);
      await owns(ofId);
      return id;
    },
    read: (id) => sessions.read(id),
    save: (id, { version }, field, value) =>
      sessions.save(id, { [field]: value }, { version, operationId: operations[saved++]! }),
    signOut: (id) => sessions.destroy(id),
    signOutEverywhere: () => sessions.revokeAll(user, { operationId: revocation }),
    sessions: async () => (await sessions.list(user)).length,
    existing: () => existing(redis, [...known, ...made]),
  };
}

/** The series of the running blocks and of the next, in which a proof may end. */
function seriesKeys(at: { prefix: string; shard: number }): string[] {
  return (['minute', 'hour'] as const).flatMap((resolution) => {
    const { bucketMs, block } = resolutions[resolution];
    const running = Math.floor(Date.now() / bucketMs / block);
    return [0, 1].map((later) => keys.series({ ...at, resolution, block: running + later }));
  });
}

async function existing(redis: Redis, all: readonly string[]): Promise<string[]> {
  const pipeline = redis.pipeline();
  for (const key of all) pipeline.exists(key);
  const found = await pipeline.exec<number[]>();
  return all.filter((_, index) => found[index] === 1);
}

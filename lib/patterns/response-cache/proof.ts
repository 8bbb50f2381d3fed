import { defineProof, type ProofGround, type ProofStage } from '../../proof';
import { sides, usualTtl, type Server, type Side } from './proof-sides';
import type { Handler } from './types';

const crowd = 30;
const polls = 5;
/** Of what is to grow old here, in seconds. */
const shortTtl = 1;

type Say = ProofStage['say'];

/**
 * The snippet that keeps what an API call gave, and this room, under one schedule: a crowd on two servers, two people
 * who are signed in, two languages, an error that passes, readers who have the answer already, an origin that goes down.
 */
export const prove = defineProof({
  slug: 'response-cache',
  sides: { naive: unnamed(sides.naive), safe: unnamed(sides.safe) },
  together: true,

  play: async (side, { say }) => ({
    calls: await rush(side, say),
    foreign: await signedIn(side, say),
    language: await languages(side, say),
    errors: await passingError(side, say),
    bytes: await pollAgain(side, say),
    refused: await outage(side, say),
  }),

  measures: (measure) => [
    measure('calls', `Calls of the origin for ${crowd} at once`, '1, whoever is first', 1),
    measure('foreign', 'Answers that were made for another user', '0, never', 0),
    measure('language', 'Answers in a language that was not asked for', '0, never', 0),
    measure('errors', 'Errors served though the origin is well again', '0, none is stored', 0),
    measure(
      'bytes',
      `Bytes sent to who has it already, asking ${polls} times`,
      '0, a 304 has none',
      0,
    ),
    measure('refused', 'Readers without an answer while the origin is down', '0, old ones do', 0),
  ],
});

/** Which keys a side writes is known only when something is asked: it owns them then, and names none before. */
function unnamed(make: (ground: ProofGround) => Side) {
  return (_: string, ground: ProofGround) => ({ keys: [], ...make(ground) });
}

async function rush({ serve }: Side, say: Say): Promise<number> {
  say('a crowd', `of ${crowd} asks two servers for one thing at once`);
  let calls = 0;
  let release = () => {};
  const everybodyIsHere = new Promise<void>((resolve) => (release = resolve));
  const handler: Handler = async () => {
    calls += 1;
    if (calls === crowd) release();
    await Promise.race([everybodyIsHere, pause(1_000)]);
    return json({ stock: 7 });
  };
  await Promise.all(
    Array.from({ length: crowd }, (_, n) => serve((n % 2) as Server, get('/stock'), handler)),
  );
  return calls;
}

async function signedIn({ serve }: Side, say: Say): Promise<number> {
  const handler: Handler = async ({ headers }) => json({ name: headers.get('cookie') });
  const answers = [];
  for (const name of ['ann', 'bob']) {
    say(name, 'who is signed in, asks for their own account');
    answers.push((await read(await serve(0, get('/account', { cookie: name }), handler))).name);
  }
  return answers[1] === 'bob' ? 0 : 1;
}

async function languages({ serve }: Side, say: Say): Promise<number> {
  const handler: Handler = async ({ headers }) =>
    json({ greeting: headers.get('accept-language') === 'de' ? 'Hallo' : 'Hello' });
  let wrong = 0;
  for (const [language, greeting] of [
    ['en', 'Hello'],
    ['de', 'Hallo'],
  ] as const) {
    say('a reader', `asks for ${language}`);
    const answer = await serve(0, get('/greeting', { 'accept-language': language }), handler);
    if ((await read(answer)).greeting !== greeting) wrong += 1;
  }
  return wrong;
}

async function passingError({ serve }: Side, say: Say): Promise<number> {
  say('a reader', 'asks', 'the origin answers 503');
  await serve(0, get('/news'), async () => json({ error: 'overloaded' }, { status: 503 }));
  say('another', 'asks; the origin is well again');
  const answer = await serve(1, get('/news'), async () => json({ news: 'none' }));
  return 'error' in (await read(answer)) ? 1 : 0;
}

async function pollAgain({ serve }: Side, say: Say): Promise<number> {
  const handler: Handler = async () => json({ list: Array.from({ length: 200 }, (_, n) => n) });
  const etag = (await serve(0, get('/list'), handler)).headers.get('etag');
  say('a reader', `asks ${polls} times more for what it has, and says so`);
  let bytes = 0;
  for (let n = 0; n < polls; n++) {
    const known = get('/list', etag === null ? {} : { 'if-none-match': etag });
    bytes += (await (await serve(1, known, handler)).arrayBuffer()).byteLength;
  }
  return bytes;
}

async function outage({ serve }: Side, say: Say): Promise<number> {
  const prices: Handler = async () => json({ price: 5 }, { ttl: shortTtl });
  await serve(0, get('/prices'), prices, shortTtl);
  say('the clock', `goes on past the time to live, ${shortTtl} s`);
  await pause(shortTtl * 1_000 + 50);
  say('readers', 'ask both servers', 'the origin is down');
  const down: Handler = async () => {
    throw new Error('The origin is down');
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => serve((n % 2) as Server, get('/prices'), down, shortTtl)),
  );
  return outcomes.filter(({ status }) => status === 'rejected').length;
}

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(new URL(path, 'https://shop.example'), { headers });

const json = (body: unknown, { status = 200, ttl = usualTtl } = {}) =>
  Response.json(body, {
    status,
    headers: { 'cache-control': `max-age=${ttl}, stale-if-error=60` },
  });

const read = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

/** What a call or a time to live takes is a matter of real time. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

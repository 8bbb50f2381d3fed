import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { CodedError } from '../errors';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/**
 * One of the settings of equal strength that OWASP's Password Storage Cheat Sheet gives for scrypt; this one
 * needs 32 MiB for each derivation under way.
 */
const cost = { ln: 15, r: 8, p: 3 };
const saltBytes = 16;
const hashBytes = 32;

/** How many derivations run at once. Node has four threads, which the look-ups of names and files need too. */
const maxRunning = 2;
/** How many verifications may wait: a few seconds of work. Later ones are refused at once. */
const maxWaiting = 16;
let running = 0;
const waiting: (() => void)[] = [];

/** Hashes a password, with a salt and its parameters, in PHC string format: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await run(password, salt, cost);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

const shape = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/**
 * Compares in constant time.
 *
 * @throws CodedError `unavailable` where too many wait already
 * @throws Error where the stored hash is none: a damaged account must not look like a wrong password
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, ln, r, p, salt, hash] = shape.exec(stored) ?? [];
  if (!salt || !hash) throw new Error('The stored password hash is not a scrypt PHC string');
  if (waiting.length >= maxWaiting)
    throw new CodedError(
      'unavailable',
      'Too many sign in at this moment. Try again in a few seconds.',
      {
        retryAfterSeconds: 5,
      },
    );
  const expected = Buffer.from(hash, 'base64');
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  return timingSafeEqual(await run(password, Buffer.from(salt, 'base64'), parameters), expected);
}

async function run(password: string, salt: Buffer, { ln, r, p }: typeof cost): Promise<Buffer> {
  const N = 2 ** ln;
  // Each one hands its place to the next, so nobody slips in between.
  if (running < maxRunning) running++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  // The same text may be typed in several Unicode forms.
  try {
    const text = password.normalize('NFKC');
    return await derive(text, salt, hashBytes, { N, r, p, maxmem: 256 * N * r });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

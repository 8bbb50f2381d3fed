import { createHash, timingSafeEqual } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createTurns, relay, type Turns } from './postgres-turns';

/** Codes that stand where a start-up message has its protocol version (PostgreSQL, "Message Formats"). */
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const PROTOCOL_MAJOR = 3;
const PASSWORD_MESSAGE = 0x70;
const LONGEST_MESSAGE = 10_000;
const HANDSHAKE_LIMIT_MS = 10_000;

/** `AuthenticationCleartextPassword`: the loopback address is no network to listen on. */
const ASK_FOR_PASSWORD = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

/**
 * A TCP server that asks for the password, which the embedded engine itself does not, and then hands the connection on.
 * Without it any program of any user of this machine could read and change the data.
 *
 * @param engine the path of the socket on which the engine listens
 */
export function createGate(password: string, engine: string): Server {
  const turns = createTurns();
  return createServer((client) => {
    client.setNoDelay(true);
    client.on('error', () => client.destroy()); // Whoever connected is gone; there is nobody to tell.
    admit(client, password).then(
      (startup) => handOn(client, startup, engine, turns),
      () => client.destroySoon(), // After what was said to it.
    );
  });
}

/** Reads up to the password. @returns the client's start-up message @throws whatever ends the conversation */
async function admit(client: Socket, password: string): Promise<Buffer> {
  const deadline = setTimeout(() => client.destroy(), HANDSHAKE_LIMIT_MS);
  const incoming = receive(client);
  try {
    const startup = await readStartup(client, incoming);
    client.write(ASK_FOR_PASSWORD);
    const header = await incoming.read(5);
    if (header[0] !== PASSWORD_MESSAGE) throw new Error('No password came');
    const given = await incoming.read(bodyLength(header.readInt32BE(1)));
    if (!isSame(given.subarray(0, -1), password)) {
      client.end(refusal('28P01', 'password authentication failed'));
      throw new Error('The password is wrong');
    }
    return startup;
  } finally {
    clearTimeout(deadline);
    incoming.giveBack();
  }
}

async function readStartup(client: Socket, incoming: Incoming): Promise<Buffer> {
  for (;;) {
    const header = await incoming.read(8);
    const code = header.readInt32BE(4);
    if (code >>> 16 === PROTOCOL_MAJOR)
      return Buffer.concat([header, await incoming.read(bodyLength(header.readInt32BE(0)) - 4)]);
    // A request to cancel is not answered, and an engine of one thread could not follow it.
    if (code !== SSL_REQUEST && code !== GSS_REQUEST) throw new Error('No start-up message');
    client.write('N');
  }
}

interface Incoming {
  /** @throws Error when the client leaves before so much has come */
  read(length: number): Promise<Buffer>;
  /** Leaves what was not read to whoever reads the socket next. */
  giveBack(): void;
}

function receive(client: Socket): Incoming {
  let buffered = Buffer.alloc(0);
  let wake = () => {};
  const onData = (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    wake();
  };
  client.on('data', onData).once('close', () => wake());
  return {
    async read(length) {
      while (buffered.length < length) {
        if (client.destroyed) throw new Error('The client left');
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const bytes = buffered.subarray(0, length);
      buffered = buffered.subarray(length);
      return bytes;
    },
    giveBack() {
      client.pause().off('data', onData);
      if (buffered.length > 0 && !client.destroyed) client.unshift(buffered);
    },
  };
}

/** Without the four bytes of the length itself. */
function bodyLength(length: number): number {
  if (length < 8 || length > LONGEST_MESSAGE) throw new Error('A message of no sensible length');
  return length - 4;
}

function isSame(given: Buffer, password: string): boolean {
  const digest = (value: Buffer | string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(password));
}

function refusal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const header = Buffer.alloc(5, 'E');
  header.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([header, fields]);
}

function handOn(client: Socket, startup: Buffer, path: string, turns: Turns): void {
  const engine = connect(path);
  engine.on('error', () => engine.destroy()); // The client sees its connection end.
  relay(client, engine, startup, turns);
  client.resume();
}

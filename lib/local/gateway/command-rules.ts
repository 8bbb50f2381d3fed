import type { ByteString } from './byte-string';
import type { CommandFlags, CommandTable } from './command-table';

/** What a token may do. */
export type Role = 'full' | 'read-only';

/** Change what a connection is, and connections are shared; subscriptions and MONITOR have endpoints of their own. */
const CONNECTION_STATE = new Set(
  `asking auth client discard exec hello monitor multi psubscribe psync punsubscribe quit readonly readwrite replconf reset select
  ssubscribe subscribe sunsubscribe sync unsubscribe unwatch watch`.split(/\s+/),
);

/** Whole families that administer the server; its own `admin` flag is honoured besides (SHUTDOWN, REPLICAOF, SAVE, …). */
const ADMINISTRATION = new Set(
  `acl cluster config debug latency migrate module pfdebug pfselftest restore-asking slowlog swapdb`.split(
    /\s+/,
  ),
);

/** Touch no data, so the server flags them neither as reads nor as writes. */
const NEUTRAL = new Set('command echo info lolwut ping pubsub time'.split(' '));

/** The hosted service keeps its read-only token, made for public clients, from listing all keys. */
const LISTS_ALL_KEYS = new Set(['keys', 'scan']);

/** A script lists keys, and holds Redis for as long as it likes, whatever it may not write. */
const RUNS_SCRIPTS = new Set(['eval_ro', 'evalsha_ro', 'fcall_ro']);

/** Block without the server's `blocking` flag. */
const WAITS = new Set(['wait', 'waitaof']);

/** What the gateway has decided about a command. */
export interface Ruling {
  /** The Redis error that answers it instead of Redis. */
  refusal?: string;
  /** It may hold its connection until something happens. */
  blocks: boolean;
  /** It may change data; in doubt, yes. */
  writes: boolean;
}

export interface CommandRules {
  role: Role;
  commands: CommandTable;
  allowAdmin: boolean;
}

/** Decides about one command, whichever way it came in. */
export function ruleOn(args: readonly ByteString[], rules: CommandRules): Ruling {
  const name = (args[0] as string).toLowerCase();
  const command = rules.commands.get(name);
  const flags = subcommandFlags(command, args[1]) ?? command;
  const reads = flags?.readonly === true || NEUTRAL.has(name);
  return {
    refusal: refusalOf(name, args, flags?.admin === true, reads, rules),
    blocks: blocks(name, command?.blocking === true, args),
    writes: !reads,
  };
}

/** Whether `ruleOn` comes to the same for a command of this lower-case name whatever its arguments are. */
export function isDecidedByName(name: string, { subcommands }: CommandFlags): boolean {
  return subcommands.size === 0 && name !== 'script' && !name.startsWith('xread');
}

function refusalOf(
  name: string,
  args: readonly ByteString[],
  admin: boolean,
  reads: boolean,
  { role, allowAdmin }: CommandRules,
): string | undefined {
  if (CONNECTION_STATE.has(name) || (name === 'script' && /^debug$/i.test(args[1] ?? ''))) {
    return `ERR Command is not available: '${name}'`;
  }
  if (!allowAdmin && (admin || ADMINISTRATION.has(name))) {
    return `ERR Command is not available: '${name}' administers the server`;
  }
  if (role === 'read-only' && (!reads || LISTS_ALL_KEYS.has(name) || RUNS_SCRIPTS.has(name))) {
    return `NOPERM this user has no permissions to run the '${name}' command`;
  }
  return undefined;
}

function subcommandFlags(
  command: CommandFlags | undefined,
  arg: ByteString | undefined,
): CommandFlags | undefined {
  if (!command || command.subcommands.size === 0 || arg === undefined) return undefined;
  return command.subcommands.get(arg.toLowerCase());
}

function blocks(name: string, flagged: boolean, args: readonly ByteString[]): boolean {
  if (WAITS.has(name)) return true;
  if (!flagged) return false;
  // XREAD and XREADGROUP block only when told to, and the option stands before STREAMS.
  if (!name.startsWith('xread')) return true;
  for (const arg of args) {
    const word = arg.length <= 7 ? arg.toLowerCase() : '';
    if (word === 'block') return true;
    if (word === 'streams') return false;
  }
  return false;
}

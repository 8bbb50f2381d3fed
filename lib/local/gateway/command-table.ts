import { ask } from './ask';
import type { Connection } from './connection';
import { encodeCommand } from './resp';
import type { ReplyValue } from './value-sink';

/** What the server itself says of a command or of a subcommand. */
export interface CommandFlags {
  readonly: boolean;
  admin: boolean;
  blocking: boolean;
  /** Of a command like CONFIG, by lower-case name (`get`); Redis before 7 does not tell. */
  subcommands: CommandTable;
}

/** Flags by lower-case name; modules' commands are in it too. */
export type CommandTable = ReadonlyMap<string, CommandFlags>;

/**
 * Asks the server for its commands, so that the rules know new commands and those of modules.
 *
 * @throws Error when the server refuses COMMAND: without it the gateway could not tell reads from writes.
 */
export async function loadCommandTable(connection: Connection): Promise<CommandTable> {
  const [reply] = await ask(connection, encodeCommand(['COMMAND']), 1);
  if (!Array.isArray(reply)) throw new Error(`COMMAND was refused: ${String(reply)}`);
  return tableOf(reply);
}

function tableOf(entries: readonly ReplyValue[]): CommandTable {
  const table = new Map<string, CommandFlags>();
  for (const entry of entries) {
    if (!Array.isArray(entry)) continue;
    // Name and flags are elements 0 and 2; element 9 lists subcommands in the same shape, named `container|subcommand`.
    const [name, , flags, , , , , , , subcommands] = entry;
    if (typeof name !== 'string' || !Array.isArray(flags)) continue;
    table.set(name.toLowerCase().replace(/^.*\|/, ''), {
      readonly: flags.includes('readonly'),
      admin: flags.includes('admin'),
      blocking: flags.includes('blocking'),
      subcommands: tableOf(Array.isArray(subcommands) ? subcommands : []),
    });
  }
  return table;
}

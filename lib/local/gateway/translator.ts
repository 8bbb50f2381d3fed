import type { ByteString } from './byte-string';
import { ruleOn, type Role } from './command-rules';
import type { CommandTable } from './command-table';
import { encodeCommand } from './resp';
import { createShims } from './shims';
import { createScriptShebangs } from './shims/script-shebangs';

interface TranslatedCommand {
  /** The command in RESP; empty where it is refused. */
  bytes: ByteString;
  /** The error that answers it instead of Redis. */
  refusal?: string;
  blocks: boolean;
  writes: boolean;
}

export type Translate = (args: readonly ByteString[], role: Role) => TranslatedCommand;

/** The one way from a caller's arguments to the wire: rules first, then the hosted service's differences, then RESP. */
export function createTranslator(commands: () => CommandTable, allowAdmin: boolean): Translate {
  const shim = createShims(createScriptShebangs());
  return (args, role) => {
    if (args.length === 0) {
      return { bytes: '', refusal: 'ERR empty command', blocks: false, writes: false };
    }
    const { refusal, blocks, writes } = ruleOn(args, { role, commands: commands(), allowAdmin });
    if (refusal !== undefined) return { bytes: '', refusal, blocks: false, writes: false };
    return { bytes: encodeCommand(shim(args)), blocks, writes };
  };
}

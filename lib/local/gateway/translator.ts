import type { ByteString } from './byte-string';
import { ruleOn, type Role, type Ruling } from './command-rules';
import type { CommandTable } from './command-table';
import { createPlainRulings } from './plain-rulings';
import { createShims } from './shims';
import { createScriptShebangs } from './shims/script-shebangs';

interface TranslatedCommand extends Ruling {
  /** What Redis is sent, unless the command is refused. */
  args: readonly ByteString[];
}

export type Translate = (args: readonly ByteString[], role: Role) => TranslatedCommand;

/** The one way from a caller's arguments to Redis's: rules first, then the hosted service's differences. */
export function createTranslator(commands: () => CommandTable, allowAdmin: boolean): Translate {
  const shims = createShims(createScriptShebangs());
  const plainRuling = createPlainRulings(commands, allowAdmin, shims.has);
  return (args, role) => {
    const [name] = args;
    if (name === undefined) {
      return { args, refusal: 'ERR empty command', blocks: false, writes: false };
    }
    const plain = plainRuling(name, role);
    const { refusal, blocks, writes } =
      plain ?? ruleOn(args, { role, commands: commands(), allowAdmin });
    if (refusal !== undefined) return { args, refusal, blocks: false, writes: false };
    return { args: plain ? args : shims.rewrite(args), refusal, blocks, writes };
  };
}

import { createHash } from 'node:crypto';
import type { ByteString } from '../byte-string';

const SHEBANG = /^#!lua([^\n]*)/;
const LOCKING = 'allow-key-locking';

/** Scripts whose digest is remembered; past that the oldest is forgotten and its caller gets NOSCRIPT, which sends the text again. */
const MAX_DIGESTS = 1000;

type Rewrite = (args: readonly ByteString[]) => readonly ByteString[];

export interface ScriptShebangs {
  rewriteEval: Rewrite;
  rewriteEvalsha: Rewrite;
  rewriteScript: Rewrite;
}

/**
 * Lets scripts run that carry `#!lua flags=allow-key-locking`, a flag of the hosted service that Redis refuses. The flag is taken
 * out, which changes the script's digest, so the digest that callers compute is mapped to the one the server knows.
 */
export function createScriptShebangs(): ScriptShebangs {
  const serverDigests = new Map<string, string>();

  function accept(script: ByteString): ByteString {
    const plain = withoutLocking(script);
    if (plain !== script) {
      const original = digest(script);
      serverDigests.delete(original);
      serverDigests.set(original, digest(plain));
      if (serverDigests.size > MAX_DIGESTS) {
        serverDigests.delete(serverDigests.keys().next().value as string);
      }
    }
    return plain;
  }
  const known = (sha: ByteString) => serverDigests.get(sha.toLowerCase()) ?? sha;

  return {
    rewriteEval: (args) => {
      const script = args[1];
      return script?.startsWith('#!') ? args.with(1, accept(script)) : args;
    },
    rewriteEvalsha: (args) => {
      const sha = args[1];
      return sha !== undefined && serverDigests.size > 0 ? args.with(1, known(sha)) : args;
    },
    rewriteScript: (args) => {
      const [name, subcommand, ...rest] = args;
      if (name === undefined || subcommand === undefined) return args;
      const word = subcommand.toLowerCase();
      if (word === 'exists') return [name, subcommand, ...rest.map(known)];
      if (word === 'load' && rest[0]?.startsWith('#!')) return args.with(2, accept(rest[0]));
      return args;
    },
  };
}

/** Only that one flag goes; the line itself stays, so that line numbers in error messages hold. */
function withoutLocking(script: ByteString): ByteString {
  const options = SHEBANG.exec(script)?.[1];
  if (!options?.includes(LOCKING)) return script;
  const kept = options.replace(/flags=(\S+)/, (_, flags: string) => {
    const others = flags.split(',').filter((flag) => flag !== LOCKING);
    return others.length > 0 ? `flags=${others.join(',')}` : '';
  });
  const shebang = kept.trim() === '' ? '' : `#!lua${kept}`;
  return shebang + script.replace(SHEBANG, '');
}

function digest(script: ByteString): string {
  return createHash('sha1').update(script, 'latin1').digest('hex');
}

import type { ByteString } from '../byte-string';
import { rewriteBitop } from './bitop';
import { rewriteCopy } from './copy';
import { rewriteScan } from './scan';
import type { ScriptShebangs } from './script-shebangs';
import { rewriteXtrim } from './xtrim';

type Rewrite = (args: readonly ByteString[]) => readonly ByteString[];

interface Shims {
  /** Whether a command of this lower-case name may be rewritten. */
  has(name: string): boolean;
  /** A command as the hosted service understands it → a command that gives the same result on a plain Redis. */
  rewrite: Rewrite;
}

export function createShims(shebangs: ScriptShebangs): Shims {
  const rewrites = new Map<string, Rewrite>([
    ['bitop', rewriteBitop],
    ['copy', rewriteCopy],
    ['scan', rewriteScan],
    ['xtrim', rewriteXtrim],
    ['eval', shebangs.rewriteEval],
    ['eval_ro', shebangs.rewriteEval],
    ['evalsha', shebangs.rewriteEvalsha],
    ['evalsha_ro', shebangs.rewriteEvalsha],
    ['script', shebangs.rewriteScript],
  ]);
  return {
    has: (name) => rewrites.has(name),
    rewrite: (args) => rewrites.get((args[0] as string).toLowerCase())?.(args) ?? args,
  };
}

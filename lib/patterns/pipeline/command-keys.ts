/** Commands whose arguments are all keys. */
const all = new Set(
  'DEL UNLINK EXISTS TOUCH MGET SINTER SUNION SDIFF SINTERSTORE SUNIONSTORE SDIFFSTORE PFCOUNT PFMERGE'.split(
    ' ',
  ),
);
/** Commands with a key and a value by turns. */
const pairs = new Set(['MSET', 'MSETNX']);
/** Commands whose first two arguments are keys. */
const two = new Set(
  'RENAME RENAMENX COPY SMOVE RPOPLPUSH LMOVE GEOSEARCHSTORE ZRANGESTORE LCS'.split(' '),
);
/** Commands that say how many keys follow, by the position of that number. A key may stand before it. */
const counted = new Map<string, number>([
  ...'ZUNION ZINTER ZDIFF ZINTERCARD SINTERCARD LMPOP ZMPOP'
    .split(' ')
    .map((name) => [name, 1] as const),
  ...'ZUNIONSTORE ZINTERSTORE ZDIFFSTORE'.split(' ').map((name) => [name, 2] as const),
]);
/** Commands whose own script names keys after their number, and which begin with no key. */
const scripts = new Set('EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO'.split(' '));

/**
 * The keys of a command, all of them, so that none of a batch lies in another slot.
 *
 * @param args the command's name and its arguments
 * @returns of a command that is not known to have several, the first argument
 */
export function keysOf([name = '', ...args]: readonly string[]): string[] {
  const command = name.toUpperCase();
  if (all.has(command)) return args;
  if (pairs.has(command)) return args.filter((_, index) => index % 2 === 0);
  if (two.has(command)) return args.slice(0, 2);
  if (command === 'BITOP') return args.slice(1);
  if (scripts.has(command)) return args.slice(2, 2 + Number(args[1]));
  const at = counted.get(command);
  if (at !== undefined)
    return [...args.slice(0, at - 1), ...args.slice(at, at + Number(args[at - 1]))];
  if (command === 'XREAD' || command === 'XREADGROUP') {
    const streams = args.slice(args.findIndex((arg) => arg.toUpperCase() === 'STREAMS') + 1);
    return streams.slice(0, streams.length / 2);
  }
  return args.slice(0, 1);
}

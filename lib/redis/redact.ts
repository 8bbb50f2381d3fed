import { byteLength } from './bytes';

/** What a trace may show of a command: names, keys, options and numbers; values only by their size. */
export function redactCommand(command: readonly unknown[]): string[] {
  const name = String(command[0] ?? '').toUpperCase();
  const isKey = keyPositions(name, command);
  const shown: string[] = [name];
  for (let i = 1; i < command.length; i++) {
    if (i > maxArguments) {
      shown.push(`‹${command.length - i} more›`);
      break;
    }
    const text = argumentText(command[i]);
    if (name === 'AUTH' || name === 'HELLO') shown.push('‹redacted›');
    else if (i === 1 && hasSubcommand.has(name)) shown.push(text.toUpperCase());
    else if (i === 1 && scripts.test(name)) shown.push(redactScript(name, text));
    else if (isKey(i)) shown.push(shorten(text));
    else if (isOption(name, text)) shown.push(text.toUpperCase());
    else if (plainNumber.test(text)) shown.push(text);
    else shown.push(`‹${sizeOf(text)}›`);
  }
  return shown;
}

/** Redis quotes the arguments of a command that it does not know; its other errors name none. */
export function redactError(error: string): string {
  return error.replace(/,? with args beginning with:.*$/s, '');
}

const maxArguments = 64;
const maxKeyLength = 200;

const scripts = /^(EVAL|EVALSHA)(_RO)?$/;

function redactScript(name: string, text: string): string {
  return name.startsWith('EVALSHA') ? `${text.slice(0, 8)}…` : `‹script, ${sizeOf(text)}›`;
}

const argumentText = (argument: unknown) =>
  typeof argument === 'string' ? argument : (JSON.stringify(argument) ?? '');

const shorten = (key: string) =>
  key.length > maxKeyLength ? `${key.slice(0, maxKeyLength)}…` : key;

function sizeOf(text: string): string {
  const bytes = byteLength(text);
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

/** A number, an exclusive bound or a stream id; too short for the digits of a card or of a secret. */
const plainNumber = /^\(?[-+]?\d{1,15}(\.\d{1,15})?$|^\d{1,15}-\d{1,6}$/;

/** A list and not "any upper-case word": a stored value may be one. */
const options = new Set(
  (
    'ABS AGGREGATE ALPHA ASC ASYNC BEFORE AFTER BIT BLOCK BY BYLEX BYSCORE BYTE CH COUNT DB DESC ' +
    'ENTRIESREAD EX EXAT FIELDS FNX FXX FORCE GET GROUP GT HOLD IDLE INCR JUSTID KEEPTTL LEFT LIMIT LT MATCH ' +
    'MAX MAXLEN MIN MINID MKSTREAM NOACK NOMKSTREAM NOVALUES NX OVERFLOW PERSIST PX PXAT RANK REPLACE RETRYCOUNT ' +
    'REV RIGHT SAT SET STORE STREAMS SUM SYNC TYPE WEIGHTS WITHCODE WITHSCORE WITHSCORES WITHVALUES WRAP XX ' +
    '= ~ * + - > $ -INF +INF INF'
  ).split(' '),
);

/** Commands whose arguments are all data: a word that looks like an option is a value there. */
const dataOnly =
  /^(ECHO|PING|APPEND|GETSET|SETNX|LPUSHX?|RPUSHX?|SADD|SREM|SMOVE|PFADD|PUBLISH|HSET|HMSET|MSET)$/;

const isOption = (name: string, text: string) =>
  options.has(text.toUpperCase()) && !dataOnly.test(name);

type IsKey = (index: number) => boolean;

const allKeys = new Set(
  (
    'DEL UNLINK EXISTS TOUCH MGET WATCH SUNION SINTER SDIFF SUNIONSTORE SINTERSTORE SDIFFSTORE PFCOUNT PFMERGE ' +
    'RENAME RENAMENX KEYS'
  ).split(' '),
);
const noKeys = new Set(
  (
    'PING ECHO TIME INFO DBSIZE FLUSHDB FLUSHALL SCRIPT AUTH HELLO CLIENT CONFIG SCAN FUNCTION RANDOMKEY WAIT ' +
    'COMMAND ACL'
  ).split(' '),
);
const firstTwo = new Set('COPY SMOVE LMOVE RPOPLPUSH GEOSEARCHSTORE ZRANGESTORE LCS'.split(' '));
const countThenKeys = new Set('ZUNION ZINTER ZDIFF ZINTERCARD SINTERCARD LMPOP ZMPOP'.split(' '));
const targetThenCount = new Set('ZUNIONSTORE ZINTERSTORE ZDIFFSTORE'.split(' '));
const scripted = new Set('EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO'.split(' '));
const keyIsSecond = new Set('OBJECT MEMORY XINFO XGROUP'.split(' '));
const hasSubcommand = new Set(
  'OBJECT MEMORY XINFO XGROUP SCRIPT FUNCTION CONFIG CLIENT COMMAND ACL INFO'.split(' '),
);

/** Where a command's keys stand. A command that is not listed has one key, its first argument, as most do. */
function keyPositions(name: string, command: readonly unknown[]): IsKey {
  if (noKeys.has(name)) return (i) => String(command[i - 1]).toUpperCase() === 'MATCH';
  if (allKeys.has(name)) return () => true;
  if (name === 'MSET' || name === 'MSETNX') return (i) => i % 2 === 1;
  if (name === 'BITOP') return (i) => i >= 2;
  if (name === 'XREAD' || name === 'XREADGROUP') return streamKeys(command);
  if (firstTwo.has(name)) return (i) => i <= 2;
  if (keyIsSecond.has(name)) return (i) => i === 2;
  if (countThenKeys.has(name)) return counted(1, command);
  if (scripted.has(name)) return orName(counted(2, command));
  if (targetThenCount.has(name)) return orName(counted(2, command));
  return (i) => i === 1;
}

/** Keys that follow the argument which says how many there are. */
function counted(countAt: number, command: readonly unknown[]): IsKey {
  const last = countAt + Number(command[countAt]);
  return (i) => i > countAt && i <= last;
}

/** The first argument too: a destination, or a function's name. */
const orName =
  (isKey: IsKey): IsKey =>
  (i) =>
    i === 1 || isKey(i);

/** `STREAMS` is followed by the keys and then by as many ids. */
function streamKeys(command: readonly unknown[]): IsKey {
  const word = command.findIndex((argument) => String(argument).toUpperCase() === 'STREAMS');
  const last = word + (command.length - 1 - word) / 2;
  return (i) => word > 0 && i > word && i <= last;
}

import type { ByteString } from './byte-string';

/** One command as the array of bulk strings that Redis reads. */
export function encodeCommand(args: readonly ByteString[]): ByteString {
  let bytes = `*${args.length}\r\n`;
  for (const arg of args) bytes += `$${arg.length}\r\n${arg}\r\n`;
  return bytes;
}

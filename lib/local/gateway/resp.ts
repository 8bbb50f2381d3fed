import type { ByteString } from './byte-string';
import type { ByteWriter } from './byte-writer';

/** One command as the array of bulk strings that Redis reads. */
export function encodeCommand(args: readonly ByteString[]): ByteString {
  let bytes = `*${args.length}\r\n`;
  for (const arg of args) bytes += `$${arg.length}\r\n${arg}\r\n`;
  return bytes;
}

/** Made once: short arguments are nearly all there are. */
const SHORT_HEADS = Array.from({ length: 100 }, (_, length) => `$${length}\r\n`);

/** The same, written behind what is there. */
export function writeCommand(writer: ByteWriter, args: readonly ByteString[]): void {
  writer.text(`*${args.length}\r\n`);
  for (const arg of args) {
    writer.text(SHORT_HEADS[arg.length] ?? `$${arg.length}\r\n`);
    writer.text(arg);
    writer.text('\r\n');
  }
}

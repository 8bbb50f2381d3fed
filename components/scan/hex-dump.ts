/** Sixteen bytes a line, as `xxd` prints them. */
export function hexDump(bytesOf: readonly number[], from: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytesOf.length; at += 16) {
    const line = bytesOf.slice(at, at + 16);
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = line.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'));
    lines.push(`${(from + at).toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text.join('')}`);
  }
  return lines.join('\n');
}

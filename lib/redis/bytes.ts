/** How many bytes a text takes on the wire, as UTF-8. */
export const byteLength: (text: string) => number =
  typeof Buffer === 'undefined'
    ? (text) => new TextEncoder().encode(text).length
    : Buffer.byteLength;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** 1234567 → "1,234,567". */
export const count = (value: number): string => whole.format(value);

/** To three digits, for what is measured and not counted: 2.345 → "2.35", 1234.5 → "1,230". */
export const figure = (value: number): string => short.format(value);

/** "1 command", "2 commands". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Milliseconds as people read them: "0.42 ms", "312 ms", "4.1 s". */
export const milliseconds = (ms: number): string =>
  ms < 1_000 ? `${figure(ms)} ms` : `${figure(ms / 1_000)} s`;

/** Bytes in steps of 1024: "812 B", "4.2 KiB", "1.5 MiB". */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${figure(value / 1024 ** step)} ${units[step]}`;
}

/** A part of a whole as "12.3 %"; below a thousandth "< 0.1 %". */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${figure(share * 100)} %`;
}

/** How long ago, in the largest unit that fits: "3 s", "12 min", "5 h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

const times = {
  minute: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  second: new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }),
  // A day's bucket is a day of UTC, wherever its reader sits.
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  moment: new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }),
};

/** A moment in the reader's time zone, as fine as asked; `day` is the day of UTC. */
export const time = (at: number, fine: keyof typeof times): string => times[fine].format(at);

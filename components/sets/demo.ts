/** The sets that the page compares. */
export const demoSets = ['readers', 'buyers', 'subscribers'] as const;
/** The set that grows beside its HyperLogLog. */
export const visitorSet = 'visitors';

const people = 3_000;
/** How far into the crowd each set reaches, so that they overlap and differ. */
const reach = [1, 0.7, 0.5];

/** So many made-up people, each at most once, for one of the sets. */
export function someone(howMany: number, set: number): string[] {
  const from = Math.floor((people * set) / 10);
  const among = people * (reach[set] ?? 1) - from;
  return [
    ...new Set(
      Array.from({ length: howMany }, () => `person-${from + Math.floor(Math.random() * among)}`),
    ),
  ];
}

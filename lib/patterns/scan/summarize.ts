import { sampleSize, type Summary, type TtlClass } from './contract';
import { readNatures } from './facts';
import { readPage, type Clients, type PageOptions } from './page';
import { createPrefixTree } from './prefixes';
import { isText } from './text';

/**
 * What keys there are: names are counted by prefix, and of up to 200 keys a call, each as likely as another, type,
 * expiry and memory are asked for. Up to 200 keys it is exact; beyond, shares of a sample, whose size is said.
 *
 * Costs what the scan costs, and three commands in one round trip for each key of the sample. Where `next` is not
 * null the next call goes on, and the figures of both are added up.
 */
export async function summarize(
  clients: Clients,
  { match = '*', ...options }: Pick<PageOptions, 'match' | 'cursor' | 'budgetMs'>,
): Promise<Summary> {
  const page = await readPage(clients, { ...options, match });
  const tree = createPrefixTree(match);
  for (const key of page.keys) tree.add(key);

  const sample = pickAtRandom(page.keys.filter(isText), sampleSize);
  const types: Summary['types'] = {};
  const expiries = { minute: 0, hour: 0, day: 0, later: 0, never: 0 };
  let sampled = 0;
  let memoryBytes = 0;
  const natures = await readNatures(clients.reader, sample);
  for (const [index, nature] of natures.entries()) {
    if (nature.type === 'none') continue;
    const bytes = nature.memoryBytes ?? 0;
    sampled += 1;
    memoryBytes += bytes;
    types[nature.type] = (types[nature.type] ?? 0) + 1;
    expiries[ttlClassOf(nature.expiresInMs)] += 1;
    tree.addMemory(sample[index]!, bytes);
  }
  const { examined, total, next } = page;
  return {
    keys: page.keys.length,
    sampled,
    memoryBytes,
    examined,
    total,
    prefixes: tree.largest(),
    types,
    expiries,
    next,
  };
}

function ttlClassOf(ms: number | null): TtlClass {
  if (ms === null) return 'never';
  if (ms < 60_000) return 'minute';
  if (ms < 3_600_000) return 'hour';
  return ms < 86_400_000 ? 'day' : 'later';
}

/** Each as likely as another: the first steps of a Fisher–Yates shuffle. */
function pickAtRandom<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const left = [...all];
  for (let at = 0; at < count; at++) {
    const from = at + Math.floor(Math.random() * (left.length - at));
    [left[at], left[from]] = [left[from]!, left[at]!];
  }
  return left.slice(0, count);
}

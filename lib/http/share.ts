/** One answer, while it may be given to others. */
interface Shared {
  at: number;
  result: Promise<unknown>;
}

const maxKept = 200;
const kept = new Map<string, Shared>();

/** The age in seconds up to which a caller takes an answer made for another (RFC 9111, request `max-age`). */
export function acceptedAge(request: Request): number {
  const asked = /(?:^|[,\s])max-age=(\d+)/.exec(request.headers.get('cache-control') ?? '');
  return Math.min(Number(asked?.[1] ?? 0), 5);
}

/** Whether an answer that a caller takes is there, or on its way. */
export function isShared(key: string, seconds: number): boolean {
  return find(key, seconds) !== undefined;
}

/**
 * Reads for a caller who takes an answer of up to `seconds`: callers of one moment wait for one read, so that
 * the cost of a dashboard follows its servers and not its viewers. A read that fails is kept for nobody, and fails
 * only for the caller who made it: the others read for themselves.
 *
 * @param read what all callers get alike; whether this one may have it is decided before
 * @returns the result and its age in seconds
 */
export async function share<T>(
  key: string,
  seconds: number,
  read: () => Promise<T>,
): Promise<{ result: T; age: number }> {
  const found = find(key, seconds);
  if (found) {
    const age = (performance.now() - found.at) / 1000;
    return found.result.then(
      (result) => ({ result: result as T, age }),
      async () => ({ result: await read(), age: 0 }),
    );
  }
  const result = read();
  kept.delete(key);
  kept.set(key, { at: performance.now(), result });
  if (kept.size > maxKept) kept.delete(kept.keys().next().value as string);
  result.catch(() => kept.get(key)?.result === result && kept.delete(key));
  return { result: await result, age: 0 };
}

function find(key: string, seconds: number): Shared | undefined {
  const found = kept.get(key);
  return found && performance.now() - found.at <= seconds * 1000 ? found : undefined;
}

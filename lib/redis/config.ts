/** Where Redis is and what it is asked with. */
export interface RedisConfig {
  /** The address of the REST endpoint, without a trailing slash. */
  url: string;
  token: string;
  /** A token that may only read, of the same endpoint, where the host hands one out. */
  readOnlyToken?: string;
}

/** The pairs of names that hosts inject; the first complete one wins. */
const pairs = [
  { url: 'UPSTASH_REDIS_REST_URL', token: 'UPSTASH_REDIS_REST_TOKEN' },
  { url: 'KV_REST_API_URL', token: 'KV_REST_API_TOKEN' },
] as const;

/**
 * Reads the address and the tokens of Redis from the environment.
 *
 * @returns the configuration, or the names of the variables that are missing (an address that is not an http(s)
 *   URL counts as missing). Where one pair is half set the other half is named, else the first pair. Never a value.
 */
export function redisConfig(
  env: Record<string, string | undefined> = process.env,
): RedisConfig | { missing: string[] } {
  let halfSet: string[] | undefined;
  for (const names of pairs) {
    const url = httpUrl(env[names.url]);
    const token = env[names.token]?.trim();
    if (url && token) {
      // It has one name whichever pair wins; beside another endpoint it is that one's.
      const itsUrl = httpUrl(env.KV_REST_API_URL) ?? url;
      const readOnlyToken = itsUrl === url ? env.KV_REST_API_READ_ONLY_TOKEN?.trim() : undefined;
      return { url, token, ...(readOnlyToken ? { readOnlyToken } : {}) };
    }
    if (env[names.url] || token) {
      halfSet ??= [...(url ? [] : [names.url]), ...(token ? [] : [names.token])];
    }
  }
  return { missing: halfSet ?? [pairs[0].url, pairs[0].token] };
}

function httpUrl(text: string | undefined): string | undefined {
  const trimmed = text?.trim().replace(/\/+$/, '');
  if (!trimmed || !URL.canParse(trimmed)) return undefined;
  return /^https?:$/.test(new URL(trimmed).protocol) ? trimmed : undefined;
}

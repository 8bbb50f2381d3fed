import type { Mutants } from './mutant';

export const responseCache: Mutants = {
  mutants: [
    {
      file: 'asked.ts',
      name: 'who is signed in shares the key of who is not',
      find: 'digest([url.href, credentials, spelled])',
      replace: 'digest([url.href, spelled])',
    },
    {
      file: 'asked.ts',
      name: 'the key holds no headers',
      find: 'digest([url.href, credentials, spelled])',
      replace: 'digest([url.href, credentials])',
    },
    {
      file: 'asked.ts',
      name: 'the order of parameters tells URLs apart',
      find: '  url.searchParams.sort();\n',
      replace: '',
    },
    {
      file: 'asked.ts',
      name: 'a caller stores one answer under any number of keys',
      find: "  url.searchParams.delete('idempotency-key');\n",
      replace: '',
    },
    {
      file: 'storable.ts',
      name: 'a private answer is stored',
      find: "['no-store', 'private', 'no-cache']",
      replace: "['no-store', 'no-cache']",
    },
    {
      file: 'storable.ts',
      name: 'an answer that sets a cookie is stored',
      find: "  if (headers.has('set-cookie')) return 'set-cookie';\n",
      replace: '',
    },
    {
      file: 'storable.ts',
      name: 'an answer to who is signed in is stored unasked',
      find: "  if (authorized && !says('public', 's-maxage', 'must-revalidate')) return 'authorization';\n",
      replace: '',
    },
    {
      file: 'storable.ts',
      name: 'an answer to a cookie is stored unasked',
      find: "  if (hasCookie && !says('public')) return 'cookie';\n",
      replace: '',
    },
    {
      file: 'storable.ts',
      name: 'an answer that varies by what the key does not hold is stored',
      find: "  if (namesIn(headers.get('vary')).some((name) => !varied.includes(name))) return 'vary';\n",
      replace: '',
    },
    {
      file: 'lifetimes.ts',
      name: 'max-age wins over s-maxage',
      find: "millisecondsOf(directives, 's-maxage') ?? millisecondsOf(directives, 'max-age')",
      replace: "millisecondsOf(directives, 'max-age') ?? millisecondsOf(directives, 's-maxage')",
    },
    {
      file: 'lifetimes.ts',
      name: 'an answer that came old is fresh for all of its time',
      find: 'const freshMs = lifetimeMs - ageMs;',
      replace: 'const freshMs = lifetimeMs;',
    },
    {
      file: 'lifetimes.ts',
      name: 'must-revalidate forbids nothing',
      find: "const strict = directives.has('must-revalidate') ||",
      replace: 'const strict =',
    },
    {
      file: 'lifetimes.ts',
      name: 'what is no date is no expiry',
      find: '(dateOf(expires) ?? 0) -',
      replace: '(dateOf(expires) ?? Infinity) -',
    },
    {
      file: 'wish.ts',
      name: 'who wants no old answer gets one',
      find: '      if (maxAge !== undefined && ageMs > maxAge) return false;\n',
      replace: '',
    },
    {
      file: 'wish.ts',
      name: 'who wants an answer that stays fresh gets another',
      find: '      if (minFresh !== undefined && freshMs < minFresh) return false;\n',
      replace: '',
    },
    {
      file: 'wish.ts',
      name: 'who wants no cache gets what is stored',
      find: "for (const name of ['no-store', 'no-cache'])",
      replace: "for (const name of ['no-store'])",
    },
    {
      file: 'conditional.ts',
      name: 'a strong validator differs from its weak one',
      find: "etag.replace(/^W\\//, '')",
      replace: 'etag',
    },
    {
      file: 'conditional.ts',
      name: 'a date wins over a validator',
      find: 'return etag !== null && tagsIn(ifNoneMatch).includes(opaque(etag));',
      replace: 'if (etag !== null && tagsIn(ifNoneMatch).includes(opaque(etag))) return true;',
    },
    {
      file: 'write.ts',
      name: 'a write that failed makes answers invalid',
      find: ' && answer.status < 400',
      replace: '',
    },
    {
      file: 'write.ts',
      name: 'a write makes the answers of another site invalid',
      find: 'named.filter((each) => sameOrigin(each, url))',
      replace: 'named',
    },
    {
      file: 'write.ts',
      name: 'a write leaves the answers that it names',
      find: "['location', 'content-location']",
      replace: "['location']",
    },
    {
      file: 'answer.ts',
      name: 'the age that an answer came with is not told',
      find: 'const ageMs = stored.ageMs + reading.ageMs;',
      replace: 'const ageMs = reading.ageMs;',
    },
    {
      file: 'tags.ts',
      name: 'a tag of a route may be that of a URL',
      find: '`t:${tag}`',
      replace: 'tag',
    },
  ],
};

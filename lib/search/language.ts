/**
 * The language of those offered that a reader wants most (RFC 9110, 12.5.4): by weight, then by their order. `de-AT`
 * is content with `de`.
 *
 * @param wanted an `Accept-Language` header
 * @param offered the first is for who wants none of them
 */
export function pickLanguage<T extends string>(wanted: string, offered: readonly [T, ...T[]]): T {
  const ranges = wanted.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { name: name.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  for (const { name } of ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)) {
    const found = offered.find((language) => language === name);
    if (found !== undefined) return found;
  }
  return offered[0];
}

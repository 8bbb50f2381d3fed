import { sharedDatabase } from '@/lib/database/shared';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { languages, search, searchCacheControl } from '@/lib/patterns/response-cache/contract';
import { searchProducts } from '@/lib/search/search';
import { pickLanguage } from '@/lib/search/language';
import { responseCache } from '../response-cache/cache';

export const GET = handle(search, async ({ query: { q, limit }, redis, background, request }) => {
  const answer = responseCache(redis, background).wrap(
    async ({ headers }) => {
      const language = pickLanguage(headers.get('accept-language') ?? '', languages);
      const euros = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' });
      const { found, products } = await searchProducts(sharedDatabase('analysis'), q, limit);
      const body = search.result.parse({
        query: q,
        language,
        found,
        products: products.map(({ priceCents, ...product }) => ({
          ...product,
          price: euros.format(priceCents / 100),
        })),
      });
      return Response.json(body, {
        headers: {
          'cache-control': searchCacheControl,
          'content-language': language,
          vary: 'accept-language',
        },
      });
    },
    {
      credentials: 'omit',
      vary: { 'accept-language': (value) => pickLanguage(value, languages) },
      tags: () => ['search'],
    },
  );
  return answer(request);
});

export const OPTIONS = preflight([search]);

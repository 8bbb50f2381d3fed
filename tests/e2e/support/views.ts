import type { APIRequestContext } from '@playwright/test';

/** Views with names that do not fit into a narrow column. */
export async function sendLongNames(request: APIRequestContext): Promise<void> {
  const views = Array.from({ length: 40 }, (_, i) => ({
    path: `/page/${i % 7}/with-a-rather-long-name-that-does-not-fit-into-a-narrow-column`,
    visitorId: `visitor-${i % 11}`,
    referrer: 'a-long-host-name.of-a-news-site.example',
  }));
  await request.post('/api/page-views', { data: views });
}

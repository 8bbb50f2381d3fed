import {
  readClicks,
  readLivePageViews,
  readPageViews,
  recordClicks,
  recordPageViews,
} from '@/lib/patterns/analytics/contract';
import type { Exercise } from '../exercise';

const view = (path: string, visitorId: string, referrer?: string) => ({
  path,
  visitorId,
  ...(referrer && { referrer }),
});
const pages = ['/1', '/2', '/3', '/4', '/5'];
const known = pages.map((path) => view(path, 'ann'));
const params = { id: 'ann' };

export const exercises: Exercise[] = [
  {
    operation: recordPageViews,
    of: 'the first view of a day, with a referrer',
    call: { body: view('/', 'ann', 'news.example') },
  },
  {
    operation: recordPageViews,
    of: 'a view by a known visitor of a known page',
    before: [{ body: view('/', 'ann') }],
    call: { body: view('/', 'ann') },
  },
  {
    operation: recordPageViews,
    of: '100 views of 5 known pages by known visitors',
    before: [{ body: known }],
    call: { body: Array.from({ length: 20 }, () => known).flat() },
  },
  { operation: readPageViews, of: 'the last 30 minutes', call: { query: { range: '30m' } } },
  {
    operation: readPageViews,
    of: 'the last 24 hours or 30 days',
    call: { query: { range: '24h' } },
  },
  {
    operation: readPageViews,
    of: 'one page over 30 buckets',
    call: { query: { range: '30d', path: '/1' } },
  },
  { operation: readLivePageViews, of: 'a read', call: {} },
  {
    operation: recordClicks,
    of: 'a click',
    before: [{ params, body: { target: 'buy' } }],
    call: { params, body: { target: 'buy' } },
  },
  { operation: readClicks, of: 'a read', call: { params } },
];

import { DataTable, type Column } from '../ui/data-table';
import { count, plural } from '../ui/format';
import type { Product, SearchResult } from './api';

const columns: Column<Product>[] = [
  { key: 'name', title: 'Product', value: ({ name }) => name, wide: true },
  { key: 'category', title: 'Category', value: ({ category }) => category },
  { key: 'shop', title: 'Shop', value: ({ shop }) => shop },
  { key: 'price', title: 'Price', value: ({ price }) => price, numeric: true },
  {
    key: 'sold',
    title: 'Sold',
    value: ({ sold }) => sold,
    cell: ({ sold }) => count(sold),
    numeric: true,
  },
  {
    key: 'buyers',
    title: 'Buyers',
    value: ({ buyers }) => buyers,
    cell: ({ buyers }) => count(buyers),
    numeric: true,
  },
];

/** What a search found. */
export function SearchResult({ text }: { text: string }) {
  const result = JSON.parse(text) as SearchResult;
  return (
    <div className="min-w-0 rounded border">
      <p className="border-b px-3 py-2 text-xs text-ink-3">
        {plural(result.found, 'product')} for <code>{result.query}</code>, prices written in{' '}
        <code>{result.language}</code>
      </p>
      <div role="region" aria-label="Products" tabIndex={0} className="max-h-72 overflow-auto">
        <DataTable
          label="Products"
          columns={columns}
          rows={result.products}
          rowKey={({ id }) => String(id)}
        />
      </div>
    </div>
  );
}

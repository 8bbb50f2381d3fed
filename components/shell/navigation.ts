import type { PatternContract } from '@/lib/contract';

/** What the navigation knows of a pattern: text alone, so that it can travel to the browser. */
export type PatternSummary = Pick<PatternContract, 'slug' | 'title' | 'summary' | 'page'>;

export interface NavigationGroup {
  title: string;
  patterns: PatternSummary[];
}

const categories: Record<PatternContract['category'], string> = {
  measure: 'Measure',
  cache: 'Cache',
  guard: 'Guard',
  work: 'Work',
  people: 'People',
  bulk: 'Bulk',
};

/** The catalogue's patterns by category, in the catalogue's order; empty categories are left out. */
export function navigation(catalogue: readonly PatternContract[]): NavigationGroup[] {
  return Object.entries(categories)
    .map(([category, title]) => ({
      title,
      patterns: catalogue
        .filter((pattern) => pattern.category === category)
        .map(({ slug, title, summary, page }) => ({ slug, title, summary, page })),
    }))
    .filter(({ patterns }) => patterns.length > 0);
}

/** What a report may be asked with; a report uses some of them. */
export interface ReportParameters {
  /** How many of the newest months of data. */
  months: number;
  /** How many rows. */
  limit: number;
}

export interface ReportColumn {
  key: string;
  title: string;
  /** How its figures are to be read. */
  kind: 'text' | 'count' | 'cents' | 'share';
}

/** A question to the shop's data whose answer is work: what it asks, and what the answer depends on. */
export interface Report {
  name: string;
  title: string;
  summary: string;
  uses: readonly (keyof ReportParameters)[];
  columns: readonly ReportColumn[];
  /** The tables that it reads. */
  reads: readonly string[];
  /** One statement; its parameters are the shop's short name, then those of `uses` in their order. */
  sql: string;
}

/** The shop that a report is about, by its id. */
export const shop = '(select id from tenants where slug = $1)';

/**
 * The months that a report is about end with the newest that has data, so that it does not run empty when the
 * generated orders have grown old.
 */
export const since = `(select date_trunc('month', max(placed_at)) - ($2::int - 1) * interval '1 month'
                         from orders where tenant_id = ${shop})`;

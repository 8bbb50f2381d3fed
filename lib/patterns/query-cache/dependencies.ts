/** A table, or one row of it by its primary key, that a query reads or a transaction writes. */
export type Dependency = string | { table: string; row: string | number | bigint };

/** Whose rows: a tenant's, or `null` for those of all tenants. */
export type Tenant = string | null;

/** Stands where a tenant does: a query over all of them, and a write that may have touched any of them. */
const [overAll, ofAny] = ['*', '**'];
/** Stands where a row does: a write that does not say which. */
const anyRow = '*';

/**
 * The tags of what a query reads: two for a table, three for a row.
 *
 * A query of a whole table is outdated by any change of it; a query of one row by a change of that row, and by one that
 * does not say which rows it touched.
 */
export function tagsRead(tenant: Tenant, reads: readonly Dependency[]): string[] {
  const whose = tenant === null ? overAll : part(tenant);
  const tags = reads.flatMap((read) => {
    const { table, row } = named(read);
    const own =
      row === undefined ? [tag(whose, table)] : [row, anyRow].map((r) => tag(whose, table, r));
    return [...own, tag(ofAny, table)];
  });
  return [...new Set(tags)];
}

/** The tags that a write outdates: of a tenant, its own and those of queries over all tenants. */
export function tagsWritten(tenant: Tenant, writes: readonly Dependency[]): string[] {
  const tags = writes.flatMap((write) => {
    const { table, row = anyRow } = named(write);
    if (tenant === null) return [tag(ofAny, table)];
    return [part(tenant), overAll].flatMap((whose) => [tag(whose, table), tag(whose, table, row)]);
  });
  return [...new Set(tags)];
}

function named(dependency: Dependency): { table: string; row?: string } {
  if (typeof dependency === 'string') return { table: part(dependency) };
  return { table: part(dependency.table), row: part(String(dependency.row)) };
}

function tag(...parts: string[]): string {
  return parts.join('/');
}

/** No name can be mistaken for two, nor for one of the marks above. */
function part(name: string): string {
  return encodeURIComponent(name).replaceAll('*', '%2A');
}

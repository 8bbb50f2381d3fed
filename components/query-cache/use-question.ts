'use client';

import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { ReportFacts, ReportInput, Tenant } from './api';

/** What can be asked. */
export interface Choices {
  reports: readonly ReportFacts[];
  tenants: readonly Tenant[];
}

/** What is asked, in the address: a question can be sent to somebody. */
export function useQuestion({ reports, tenants }: Choices) {
  const [asked, set] = useQueryStates({
    report: parseAsStringLiteral(reports.map(({ name }) => name)).withDefault(reports[0]!.name),
    tenant: parseAsStringLiteral(tenants).withDefault(tenants[0]!),
    months: parseAsInteger.withDefault(12),
    limit: parseAsInteger.withDefault(10),
  });
  const { report: name, tenant, months, limit } = asked;
  const report = reports.find((candidate) => candidate.name === name)!;
  const input = useMemo(
    () => inputOf(report, tenant, { months, limit }),
    [report, tenant, months, limit],
  );
  return { report, tenant, months, limit, set, input };
}

/** As the API takes it: with the parameters that the report uses, and no others. */
export function inputOf(
  { name, uses }: ReportFacts,
  tenant: Tenant,
  given: { months: number; limit: number },
): ReportInput {
  const used = Object.fromEntries(uses.map((use) => [use, given[use]]));
  return { params: { report: name }, query: { tenant, ...used } };
}

import { expect } from 'vitest';
import type { Problem } from '@/lib/http/problem';

/** What an answer that is a problem document says: its status, its code, and the fields that it names. */
export async function refusalOf(sent: Response | Promise<Response>) {
  const answer = await sent;
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { status, code, errors = [] } = (await answer.json()) as Problem;
  expect(status).toBe(answer.status);
  return { status, code, fields: errors.map(({ field }) => field) };
}

/** What is said of a request that is not valid in one field. */
export const refused = (field: string) => ({
  status: 400,
  code: 'invalid_request',
  fields: expect.arrayContaining([field]) as string[],
});

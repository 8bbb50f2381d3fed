import { listComparisons } from '@/lib/patterns/pipeline/contract';
import {
  importUsers,
  invalidateUsers,
  readImport,
  readUser,
} from '@/lib/patterns/pipeline/contract-bulk';
import type { Call } from '../../support/api';
import type { Exercise } from '../exercise';

const id = '0190a5f0-5f0e-7000-8000-000000000001';
const names = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`);

/** An upload of so many users. */
function upload(users: number): Call {
  const lines = names(users).map((name) =>
    JSON.stringify({ id: name, name, email: `${name}@example.com` }),
  );
  return {
    query: { id },
    rawBody: lines.join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  };
}
const uploaded = (users: number) => [{ operation: importUsers, ...upload(users) }];

export const exercises: Exercise[] = [
  { operation: importUsers, of: '100 users in one part', call: upload(100) },
  {
    operation: importUsers,
    of: 'the same part again',
    before: uploaded(100),
    call: upload(100),
  },
  { operation: readImport, of: 'a read', before: uploaded(3), call: { params: { id } } },
  { operation: readUser, of: 'a user', before: uploaded(3), call: { params: { user: 'u1' } } },
  {
    operation: invalidateUsers,
    of: '50 users by name',
    before: uploaded(50),
    call: { body: { users: names(50) } },
  },
  {
    operation: invalidateUsers,
    of: 'an import of 50 users',
    before: uploaded(50),
    call: { body: { import: id } },
  },
  { operation: listComparisons, of: 'a read', call: {} },
];

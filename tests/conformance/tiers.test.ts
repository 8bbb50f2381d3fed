import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allOperations } from '@/lib/catalogue';
import type { Operation } from '@/lib/contract';
import { CodedError } from '@/lib/errors';
import { admit } from '@/lib/guard/admit';
import { policies } from '@/lib/guard/policies';
import { createTrace } from '@/lib/redis/record';
import { makeKey, makeUser, revokeKeys, type TestUser } from '../support/callers';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
type Name = 'owner' | 'other' | 'admin';
let users: Record<Name, TestUser & { apiKey: { authorization: string } }>;

beforeAll(async () => {
  const make = async (options?: { admin: boolean }) => {
    const user = await makeUser(redis, options);
    return { ...user, apiKey: await makeKey(redis, user) };
  };
  users = { owner: await make(), other: await make(), admin: await make({ admin: true }) };
});
afterAll(() => revokeKeys(redis, Object.values(users)));

type Who = 'nobody' | Name;

/** What the guard says to a caller: let through, or the code of its refusal. */
async function ask(operation: Operation, headers: Record<string, string>): Promise<string> {
  // A network of its own for each question, so that no limit is met here.
  const address = `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`;
  const request = new Request('http://app.example/', {
    method: operation.method,
    headers: { host: 'app.example', 'x-forwarded-for': address, ...headers },
  });
  const params = operation.self === undefined ? {} : { [operation.self]: users.owner.name };
  const told = { headers: new Headers(), trace: createTrace(), background: () => undefined };
  return admit({ operation, request, params, ...told }).then(
    () => 'let through',
    (error: unknown) => {
      if (error instanceof CodedError) return error.code;
      throw error;
    },
  );
}

/** What a contract promises. */
function promised({ tier, self }: Operation, who: Who): string {
  if (tier === 'anyone' || who === 'admin') return 'let through';
  if (who === 'nobody') return 'not_signed_in';
  const isOwn = self === undefined || who === 'owner';
  return tier === 'user' && isOwn ? 'let through' : 'forbidden';
}

describe.each(allOperations().map((operation) => ({ operation, ...operation })))(
  '$method $path, for $tier',
  ({ operation }) => {
    test.each(['nobody', 'owner', 'other', 'admin'] as const)('asked by %s', async (who) => {
      const expected = promised(operation, who);
      const as = who === 'nobody' ? [{}] : [users[who].cookie, users[who].apiKey];
      for (const headers of as) expect(await ask(operation, headers)).toBe(expected);
    });

    test('names a policy that there is, if it names one', () => {
      if (operation.policy !== undefined)
        expect(policies.map(({ name }) => name)).toContain(operation.policy);
    });

    test('only health goes without a limit', () => {
      if (operation.path !== '/api/health') expect(operation.policy).toBeDefined();
    });
  },
);

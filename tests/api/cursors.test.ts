import { expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import { readTimeline } from '@/lib/patterns/activity/contract';
import { readMessages } from '@/lib/patterns/chat/contract';
import { readSet } from '@/lib/patterns/sets/contract';
import { readRoleMembers } from '@/lib/patterns/sets/contract-roles';
import type { Call } from '../support/api';
import { sendAsAdmin } from '../support/callers';
import { refusalOf } from '../support/problems';

const tooLarge = ['99999999999999999999', '18446744073709551616', '18446744073709551615'];
const first = ['0-0', '00-0', '0-000'];
const cases: [string, Operation, Call['params'], string, string[]][] = [
  ['a set', readSet, { set: 'readers' }, 'cursor', tooLarge],
  ['a role', readRoleMembers, { role: 'editor' }, 'cursor', tooLarge],
  ['a timeline', readTimeline, { id: 'ann' }, 'cursor', first],
  ['a room', readMessages, { room: 'lobby' }, 'before', first],
];

test.each(cases)(
  '%s: a cursor that Redis refuses is a 400',
  async (_, operation, params, field, cursors) => {
    for (const cursor of [...cursors, '-1', '1e3', '1.5', 'x', '٣'])
      expect(
        await refusalOf(sendAsAdmin(operation, { params, query: { [field]: cursor } })),
      ).toMatchObject({ status: 400, fields: [`query/${field}`] });
  },
);

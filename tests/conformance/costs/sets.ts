import { claimName, releaseName } from '@/lib/patterns/sets/contract-claims';
import {
  addMember,
  addMembers,
  checkMembers,
  compareSets,
  measureSet,
  readMember,
  readSet,
  removeMember,
} from '@/lib/patterns/sets/contract';
import {
  grantRole,
  readRoleMembers,
  readUserRoles,
  revokeRole,
} from '@/lib/patterns/sets/contract-roles';
import type { Exercise } from '../exercise';

const params = { set: 'readers' };
const one = { ...params, member: 'ann' };
const many = Array.from({ length: 1_000 }, (_, index) => `member-${index}`);
const filled = [{ operation: addMembers, params, body: { members: many } }];
const grant = { role: 'editor', user: 'ann' };
const granted = [{ operation: grantRole, params: grant }];
const name = { name: 'ann' };
const owner = 'owner-1';
const claimed = [{ operation: claimName, params: name, body: { owner } }];

export const exercises: Exercise[] = [
  { operation: readSet, of: 'a page', before: filled, call: { params } },
  {
    operation: measureSet,
    of: 'both sizes and their memory',
    before: filled,
    call: { params },
  },
  { operation: readMember, of: 'a check', before: filled, call: { params: one } },
  {
    operation: checkMembers,
    of: 'a check of 50',
    before: filled,
    call: { params, query: { are: many.slice(0, 50).join() } },
  },
  {
    operation: addMember,
    of: 'what is in the set already',
    before: [{ params: one }],
    call: { params: one },
  },
  { operation: addMember, of: 'new members, one or a thousand', call: { params: one } },
  {
    operation: addMembers,
    of: 'what is in the set already',
    before: filled,
    call: { params, body: { members: many } },
  },
  {
    operation: addMembers,
    of: 'new members, one or a thousand',
    call: { params, body: { members: many } },
  },
  { operation: removeMember, of: 'a removal', before: filled, call: { params: one } },
  { operation: compareSets, of: 'two sets', call: { query: { op: 'union', sets: 'a,b' } } },
  {
    operation: compareSets,
    of: 'three sets',
    call: { query: { op: 'difference', sets: 'a,b,c' } },
  },
  {
    operation: claimName,
    of: 'a claim, won or lost',
    before: claimed,
    call: { params: name, body: { owner: 'owner-2' } },
  },
  {
    operation: releaseName,
    of: 'a release by the owner',
    before: claimed,
    call: { params: name, query: { owner } },
  },
  {
    operation: releaseName,
    of: 'a release by somebody else',
    before: claimed,
    call: { params: name, query: { owner: 'owner-2' } },
  },
  {
    operation: readRoleMembers,
    of: 'a page',
    before: granted,
    call: { params: { role: 'editor' } },
  },
  { operation: grantRole, of: 'a grant', call: { params: grant } },
  { operation: revokeRole, of: 'a revocation', before: granted, call: { params: grant } },
  { operation: readUserRoles, of: 'a read', before: granted, call: { params: { id: 'ann' } } },
];

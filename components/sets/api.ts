import type { ResultOf } from '@/lib/contract';
import type { sets } from '@/lib/patterns/sets/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof sets)['operations'];

export const readSet = endpoint<Operations['readSet']>('GET', '/api/sets/{set}');
export const measureSet = endpoint<Operations['measureSet']>('GET', '/api/sets/{set}/size');
export const addMembers = endpoint<Operations['addMembers']>('POST', '/api/sets/{set}/members');
export const addMember = endpoint<Operations['addMember']>(
  'PUT',
  '/api/sets/{set}/members/{member}',
);
export const readMember = endpoint<Operations['readMember']>(
  'GET',
  '/api/sets/{set}/members/{member}',
);
export const removeMember = endpoint<Operations['removeMember']>(
  'DELETE',
  '/api/sets/{set}/members/{member}',
);
export const compareSets = endpoint<Operations['compareSets']>('GET', '/api/sets/compare');
export const claimName = endpoint<Operations['claimName']>('PUT', '/api/claims/{name}');
export const releaseName = endpoint<Operations['releaseName']>('DELETE', '/api/claims/{name}');
export const readRoleMembers = endpoint<Operations['readRoleMembers']>(
  'GET',
  '/api/roles/{role}/members',
);
export const readUserRoles = endpoint<Operations['readUserRoles']>('GET', '/api/users/{id}/roles');
export const grantRole = endpoint<Operations['grantRole']>(
  'PUT',
  '/api/roles/{role}/members/{user}',
);
export const revokeRole = endpoint<Operations['revokeRole']>(
  'DELETE',
  '/api/roles/{role}/members/{user}',
);

export type Comparison = ResultOf<Operations['compareSets']>;
export type Region = Comparison['regions'][number];
export type SetOperation = 'union' | 'intersection' | 'difference';

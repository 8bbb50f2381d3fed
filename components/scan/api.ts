import type { InputOf, ResultOf } from '@/lib/contract';
import type { scan } from '@/lib/patterns/scan/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof scan)['operations'];

export const listKeys = endpoint<Operations['listKeys']>('GET', '/api/keys');
export const describeKeys = endpoint<Operations['describeKeys']>('POST', '/api/keys/details');
export const measureKeys = endpoint<Operations['measureKeys']>('GET', '/api/keys/size');
export const summarizeKeys = endpoint<Operations['summarizeKeys']>('GET', '/api/keys/summary');
export const makeDemoKeys = endpoint<Operations['makeDemoKeys']>('POST', '/api/keys/demo');
export const readKey = endpoint<Operations['readKey']>('GET', '/api/keys/value');
export const deleteKey = endpoint<Operations['deleteKey']>('DELETE', '/api/keys/value');
export const createSweep = endpoint<Operations['createSweep']>('POST', '/api/sweeps');
export const readSweep = endpoint<Operations['readSweep']>('GET', '/api/sweeps/{id}');
export const stepSweep = endpoint<Operations['stepSweep']>('POST', '/api/sweeps/{id}/steps');
export const cancelSweep = endpoint<Operations['cancelSweep']>('DELETE', '/api/sweeps/{id}');

export type KeyFacts = ResultOf<Operations['describeKeys']>['keys'][number];
export type Summary = ResultOf<Operations['summarizeKeys']>;
export type PrefixSummary = Summary['prefixes'][number];
export type ValuePage = ResultOf<Operations['readKey']>;
export type Value = ValuePage['value'];
export type Sweep = ResultOf<Operations['readSweep']>;
export type SweepBody = InputOf<Operations['createSweep']>['body'];
export type SweepAction = Sweep['action'];

/** The types that a scan can look for. */
export const types = ['string', 'hash', 'list', 'set', 'zset', 'stream'] as const;
export type KeyType = (typeof types)[number];
/** What demo keys match: open to all, the rest needs the role admin. */
export const demoMatch = 'rp:demo:*';

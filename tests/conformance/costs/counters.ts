import {
  changeCounter,
  changeCounters,
  deleteCounter,
  readCounters,
} from '@/lib/patterns/counters/contract';
import { readPresence, sendPresence } from '@/lib/patterns/counters/contract-presence';
import type { Exercise } from '../exercise';

const params = { name: 'stock' };
const names = Array.from({ length: 20 }, (_, index) => `counter-${index}`);
const changed = [{ operation: changeCounter, params, body: { by: 3 } }];
const beaten = [{ operation: sendPresence, body: { user: 'ann' } }];

export const exercises: Exercise[] = [
  {
    operation: changeCounter,
    of: 'a change',
    before: changed,
    call: { params, body: { by: -1, floor: 0 } },
  },
  {
    operation: changeCounter,
    of: 'a change that a bound refuses',
    before: changed,
    call: { params, body: { by: -4, floor: 0 } },
  },
  {
    operation: changeCounters,
    of: '20 counters together',
    call: { body: { changes: names.map((name) => ({ name, by: 1 })) } },
  },
  {
    operation: readCounters,
    of: 'a read of any number of counters',
    call: { query: { names: names.join() } },
  },
  { operation: deleteCounter, of: 'a deletion', before: changed, call: { params } },
  {
    operation: sendPresence,
    of: 'a heartbeat, with the count',
    before: beaten,
    call: { body: { user: 'ben' } },
  },
  {
    operation: sendPresence,
    of: 'the first heartbeat of a minute, which also clears up',
    call: { body: { user: 'ann' } },
  },
  {
    operation: sendPresence,
    of: 'a goodbye',
    before: beaten,
    call: { body: { user: 'ann', event: 'leave' } },
  },
  { operation: readPresence, of: 'a count', before: beaten, call: {} },
  {
    operation: readPresence,
    of: 'a count with names',
    before: beaten,
    call: { query: { limit: '10' } },
  },
];

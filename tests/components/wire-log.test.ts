import { describe, expect, it } from 'vitest';
import { billed, logged, type Exchange } from '@/components/live/wire-log';
import { ProblemError, type Answer } from '@/lib/http/call';
import { tripOf } from './support';

type Call = Parameters<typeof logged>[1];

const poll = (series: string): Call => ({
  kind: 'poll',
  label: series,
  series,
  method: 'GET',
  url: '/api/{id}',
});
const action = (label: string, series?: string): Call => ({
  kind: 'action',
  label,
  method: 'POST',
  url: '/api/{id}',
  ...(series !== undefined && { series }),
});

const answer = (of: Partial<Answer<unknown>> = {}): Answer<unknown> => ({
  data: {},
  wire: { trips: [tripOf()], omitted: 0 },
  status: 200,
  at: 1_700_000_000_000,
  tookMs: 12,
  method: 'POST',
  url: '/api/7',
  sent: '{"a":1}',
  ...of,
});

const problem = { type: '/problems/x', title: 'X', status: 503, detail: 'Away', code: 'x' };

const log = (...calls: Call[]): Exchange[] =>
  calls.reduce<Exchange[]>((all, call) => logged(all, call, answer()), []);
const labels = (all: readonly Exchange[]): string[] => all.map(({ label }) => label);

describe('logged', () => {
  it('keeps of an answer what the wire panel shows', () => {
    expect(log(action('Save'))[0]).toMatchObject({
      kind: 'action',
      label: 'Save',
      method: 'POST',
      url: '/api/7',
      sent: '{"a":1}',
      at: 1_700_000_000_000,
      tookMs: 12,
      status: 200,
      wire: { trips: [tripOf()], omitted: 0 },
      problem: undefined,
      times: 1,
    });
  });

  it('keeps of a failure its problem, and nothing that was not learnt', () => {
    const [exchange] = logged([], action('Save'), new ProblemError(problem));
    expect(exchange).toMatchObject({
      url: '/api/{id}',
      sent: undefined,
      tookMs: 0,
      status: 503,
      wire: undefined,
      problem,
    });
  });

  it('shows actions newest first, above polls in the order of their beginning', () => {
    const all = log(poll('Views'), action('one'), poll('Clicks'), action('two'));
    expect(labels(all)).toEqual(['two', 'one', 'Views', 'Clicks']);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
  });

  it.each([
    ['a poll', poll('Views'), ['last', 'first', 'Views', 'Clicks']],
    ['a series of actions', action('Views', 'rush'), ['last', 'Views', 'first', 'Clicks']],
  ])('leaves %s in its place as it repeats, and counts it', (_, repeated, order) => {
    const before = log(action('first'), repeated, action('last'), poll('Clicks'));
    const after = logged(before, repeated, answer({ status: 202 }));
    expect(labels(after)).toEqual(order);
    expect(after.find(({ label }) => label === 'Views')).toMatchObject({ status: 202, times: 2 });
    expect(before.find(({ label }) => label === 'Views')).toMatchObject({ status: 200, times: 1 });
  });

  it('forgets the oldest of more than thirty actions, and no poll', () => {
    const many = Array.from({ length: 33 }, (_, index) => action(`action ${index}`));
    const all = log(poll('Views'), ...many);
    expect(labels(all)).toHaveLength(31);
    expect(all[0]?.label).toBe('action 32');
    expect(all[29]?.label).toBe('action 3');
    expect(all[30]?.label).toBe('Views');
  });
});

describe('billed', () => {
  it.each([
    ['a server that keeps its trips to itself', undefined, undefined],
    ['trips that did not fit', { trips: [tripOf()], omitted: 1 }, undefined],
    ['a call without Redis', { trips: [], omitted: 0 }, 0],
    ['two trips', { trips: [tripOf({ billed: 3 }), tripOf({ billed: 4 })], omitted: 0 }, 7],
  ])('%s', (_, wire, commands) => {
    expect(billed(wire)).toBe(commands);
  });
});

import { expect, test } from 'vitest';
import type { Entry } from '@/components/chat/api';
import { isLater, lines, merged } from '@/components/chat/transcript';

const message = (id: string, user = 'ann'): Entry => ({
  kind: 'message',
  id,
  prev: '0-0',
  at: 0,
  user,
  text: id,
  clientId: id,
});
const redaction = (id: string, redacts: string): Entry => ({
  kind: 'redaction',
  id,
  prev: '0-0',
  at: 0,
  redacts,
  author: 'ann',
  by: 'ada',
});
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

test('entries stand in the order of the stream, each once, from wherever they come', () => {
  const page = [message('9-0'), message('10-0')];
  const more = [
    message('10-2'),
    message('10-0'),
    message('2-0'),
    message('10-10'),
    message('10-2'),
  ];
  expect(ids(merged(page, more))).toEqual(['2-0', '9-0', '10-0', '10-2', '10-10']);
});

test('a message that was taken out is gone, whichever came first; its redaction stands as a line', () => {
  const entries = [
    message('1-0'),
    message('2-0'),
    redaction('3-0', '1-0'),
    redaction('4-0', '0-5'),
  ];
  expect(ids(lines(entries, []))).toEqual(['2-0', '3-0', '4-0']);
});

test('what was lost is said where it was lost', () => {
  const entries = [message('1-0'), message('9-0')];
  expect(lines(entries, [{ after: '1-0', upTo: '8-0' }]).map(({ kind }) => kind)).toEqual([
    'message',
    'gap',
    'message',
  ]);
});

test('ids are compared as numbers', () => {
  expect(isLater('10-0', '9-9')).toBe(true);
  expect(isLater('5-10', '5-9')).toBe(true);
  expect(isLater('5-9', '5-9')).toBe(false);
});

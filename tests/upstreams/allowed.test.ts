import { describe, expect, test } from 'vitest';
import { isLoopback, isPublic } from '@/lib/upstreams/address';
import { upstreams } from '@/lib/upstreams/config';
import { targetOf } from '@/lib/upstreams/target';

describe('addresses', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '100.63.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450::1',
  ])('%s is public', (address) => expect(isPublic(address)).toBe(true));

  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'localhost',
    '',
    '8.8.8',
    '0x7f.0.0.1',
    '8.8.8.8%eth0',
  ])('%s is not', (address) => expect(isPublic(address)).toBe(false));

  test.each([
    ['127.0.0.1', true],
    ['127.255.0.1', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['localhost', false],
  ])('%s is of this machine: %s', (address, expected) =>
    expect(isLoopback(address)).toBe(expected),
  );
});

describe('what the operator lists', () => {
  const of = (UPSTREAMS: string) => upstreams({ UPSTREAMS });
  test('is names with addresses; without any it is the own search', () => {
    expect(of('a=https://a.example/v1/, b=http://localhost:8080')).toMatchObject([
      { name: 'a', loopback: false },
      { name: 'b', loopback: true },
    ]);
    expect(upstreams({ PORT: '4000' })).toMatchObject([{ name: 'shop', loopback: true }]);
    expect(upstreams({ PORT: '4000' })[0]!.base.href).toBe('http://127.0.0.1:4000/api/search');
    expect(upstreams({ APP_URL: 'https://app.example' })[0]!.base.href).toBe(
      'https://app.example/api/search',
    );
  });

  // The parser of URLs spells all of these as 127.0.0.1: an operator who writes one means it.
  test.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '[::1]'])(
    '%s is of this machine',
    (host) => {
      expect(of(`a=http://${host}/`)[0]!.loopback).toBe(true);
    },
  );

  test.each([
    ['https://a.example/', 'each entry'],
    ['A=https://a.example/', 'each entry'],
    ['a=', 'no URL'],
    ['a=a.example', 'no URL'],
    ['a=ftp://a.example/', 'not http'],
    ['a=file:///etc/passwd', 'not http'],
    ['a=https://me:secret@a.example/', 'no user'],
    ['a=https://a.example/?q=1', 'no user, query'],
    ['a=http://10.0.0.1/', 'private'],
    ['a=http://169.254.169.254/', 'private'],
    ['a=http://0xa9fea9fe/', 'private'],
    ['a=http://[::ffff:a9fe:a9fe]/', 'private'],
    ['a=http://[fe80::1]/', 'private'],
  ])('%s cannot be read, and no secret is told', (list, why) => {
    expect(() => of(list)).toThrow(why);
    expect(() => of(list)).not.toThrow('secret');
  });
});

describe('a path', () => {
  const base = new URL('https://up.example/v1/things');
  test.each([
    ['', '/v1/things'],
    ['?q=a%2Fb', '/v1/things?q=a%2Fb'],
    ['things/7', '/v1/things/7'],
    ['things/a%20b', '/v1/things/a%20b'],
    ['./things/7', '/v1/things/7'],
    ['/v1/things/a/../7', '/v1/things/7'],
  ])('%j leads to %s', (path, expected) => {
    expect(targetOf(base, path).href).toBe(`https://up.example${expected}`);
  });
  test.each([
    '..',
    '/',
    '/v1',
    '/v1/thing',
    '/v1/things2',
    'things/../../v2',
    '//evil.example/v1/things',
    'https://evil.example/v1/things',
    'http://up.example/v1/things',
    'https://up.example:8443/v1/things',
    'https://me@up.example/v1/things',
    'https://up.example@evil.example/v1/things',
    '\\\\evil.example',
    '/\\evil.example/v1/things',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'things/%2e%2e%2f%2e%2e',
    'things/..%2f..',
    'things/..%5c..',
    '\thttps://evil.example',
  ])('%j is refused', (path) => expect(() => targetOf(base, path)).toThrow('leads away'));
});

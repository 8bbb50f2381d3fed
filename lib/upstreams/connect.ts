import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isLoopback, isPublic } from './address';

export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** Every address that a name has now. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/**
 * Connections to addresses of one kind only: public ones, or those of this machine. A name is resolved once for a
 * connection, all of its addresses are looked at, and the connection is made to those and not to the name: so what a
 * name server says a moment later has no effect (DNS rebinding).
 */
export function createAgent(loopback: boolean, resolve: Resolve = resolveByDns): Agent {
  const isAllowed = loopback ? isLoopback : isPublic;
  const check = (address: string) => {
    if (!isAllowed(address))
      throw new ForbiddenAddress(`${address} is not ${loopback ? 'loopback' : 'public'}`);
  };
  const pinned: LookupFunction = (host, options, done) => {
    resolve(host).then(
      (found) => {
        try {
          if (found.length === 0) throw new ForbiddenAddress(`${host} has no address`);
          for (const { address } of found) check(address);
        } catch (error) {
          return done(error as Error, '', 0);
        }
        if (options.all) done(null, found);
        else done(null, found[0]!.address, found[0]!.family);
      },
      (error: Error) => done(error, '', 0),
    );
  };
  const connect = buildConnector({ lookup: pinned, timeout: 5_000 });
  return new Agent({
    connect(options, done) {
      // An address in the place of a name is never looked up.
      const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
      try {
        if (isIP(host)) check(host);
      } catch (error) {
        return done(error as Error, null);
      }
      connect(options, done);
    },
  });
}

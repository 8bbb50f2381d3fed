import type { RoundTrip } from '@/lib/http/wire';

/** A round trip that went well, with what a test cares about put in its place. */
export function tripOf(of: Partial<RoundTrip> = {}): RoundTrip {
  return {
    at: 1_700_000_000_000,
    ms: 1.5,
    endpoint: 'pipeline',
    commands: [['GET', 'user:1']],
    billed: 1,
    sentBytes: 20,
    receivedBytes: 30,
    attempts: 1,
    shared: false,
    ...of,
  };
}

import type { Vary } from './asked';

/** Answers requests, as a route does. */
export type Handler = (request: Request) => Promise<Response>;

export interface RouteOptions {
  /** The headers on which the answers depend. None unless told. */
  vary?: Vary;
  /** What of a kind is purged together: the same for each request of one key. At most 63. */
  tags?: (url: URL) => readonly string[];
  /**
   * `include`: who sends `Authorization` or a cookie is served apart from others, and shares only what is said to be
   * for all. `omit`: nobody is told apart, as the handler does not see either. `include` unless told.
   */
  credentials?: 'include' | 'omit';
}

export interface Purged {
  urls?: readonly (string | URL)[];
  tags?: readonly string[];
}

import { digest, normalizeUrl } from './asked';

/** The tag that all variants of one URL have. */
export const urlTag = async (url: string | URL): Promise<string> =>
  `u:${await digest(normalizeUrl(url).href)}`;

/** No tag of a route's is one of a URL. */
export const ownTag = (tag: string): string => `t:${tag}`;

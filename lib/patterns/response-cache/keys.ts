import { keys as cacheKeys } from '../cache/keys';

/** The room has no keys of its own: an answer, its tags and its figures are those of the cache named `responses`. */
export const keys = cacheKeys;

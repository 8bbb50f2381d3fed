import type { Policy } from '../patterns/rate-limit';

const second = 1_000;
const minute = 60 * second;

/**
 * The limits of this app. Those of the API are named by its contracts (`policy`) and counted per signed-in user,
 * else per network address; the demos are for the page that compares the algorithms.
 */
export const policies: readonly Policy[] = [
  {
    name: 'read',
    description: 'Reading through the API',
    limits: [{ algorithm: 'token-bucket', limit: 1_200, windowMs: minute, burst: 300 }],
    onRedisDown: 'allow',
  },
  {
    name: 'write',
    description: 'Changing something through the API',
    limits: [{ algorithm: 'token-bucket', limit: 1_200, windowMs: minute, burst: 400 }],
    onRedisDown: 'allow',
  },
  {
    name: 'ingest',
    description: 'Sending page views: many visitors may share an address',
    limits: [{ algorithm: 'token-bucket', limit: 6_000, windowMs: minute, burst: 2_000 }],
    onRedisDown: 'allow',
  },
  {
    name: 'chat-message',
    description: 'Saying something in a chat',
    limits: [{ algorithm: 'token-bucket', limit: 20, windowMs: 10 * second }],
    onRedisDown: 'refuse',
  },
  {
    name: 'proof',
    description: 'Running proofs, which are heavy',
    limits: [{ algorithm: 'sliding-log', limit: 20, windowMs: minute }],
    onRedisDown: 'refuse',
  },
  {
    name: 'proof-all',
    description: 'Running proofs, of all callers together: a run costs up to thousands of commands',
    limits: [{ algorithm: 'sliding-log', limit: 120, windowMs: 60 * minute }],
    onRedisDown: 'refuse',
  },
  {
    name: 'unknown-key',
    description: 'Showing API keys that are none, by address',
    limits: [{ algorithm: 'fixed-window', limit: 30, windowMs: minute }],
    onRedisDown: 'allow',
  },
  {
    name: 'sign-in',
    description: 'Attempts to sign in, by address',
    limits: [
      { algorithm: 'sliding-log', limit: 10, windowMs: minute },
      { algorithm: 'sliding-log', limit: 50, windowMs: 60 * minute },
    ],
    onRedisDown: 'refuse',
  },
  {
    name: 'sign-in-account',
    description: 'Attempts to sign in, by the account that is meant and the address they come from',
    limits: [{ algorithm: 'sliding-log', limit: 5, windowMs: 15 * minute }],
    onRedisDown: 'refuse',
  },
  {
    name: 'sign-in-spread',
    // Far more than one address may try: a stranger alone cannot lock the owner out.
    description: 'Attempts to sign in, by the account that is meant, from wherever they come',
    limits: [{ algorithm: 'sliding-log', limit: 100, windowMs: 15 * minute }],
    onRedisDown: 'refuse',
  },
  {
    name: 'demo-fixed',
    description: 'For the page: a fixed window',
    limits: [{ algorithm: 'fixed-window', limit: 10, windowMs: 10 * second }],
    onRedisDown: 'allow',
  },
  {
    name: 'demo-log',
    description: 'For the page: an exact sliding window',
    limits: [{ algorithm: 'sliding-log', limit: 10, windowMs: 10 * second }],
    onRedisDown: 'allow',
  },
  {
    name: 'demo-bucket',
    description: 'For the page: a token bucket',
    limits: [{ algorithm: 'token-bucket', limit: 10, windowMs: 10 * second }],
    onRedisDown: 'allow',
  },
];

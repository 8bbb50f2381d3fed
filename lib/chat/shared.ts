import 'server-only';
import { createChat, createSubscribe, follow } from '../patterns/chat';
import { createClient } from '../redis/client';
import { requireRedisConfig, sharedTransport } from '../redis/shared';
import { createFeeds } from './feeds';

/** This server's feeds: one subscription a room, whoever listens. */
export const feeds = createFeeds((room, following) =>
  follow(
    createChat(createClient(sharedTransport()), { room }),
    createSubscribe(requireRedisConfig()),
    following,
  ),
);

import 'server-only';
import { createChat, createSubscribe, follow } from '../patterns/chat';
import { lateClient } from '../http/late';
import { requireRedisConfig } from '../redis/shared';
import { createFeeds } from './feeds';

/** This server's feeds: one subscription a room, whoever listens. */
export const feeds = createFeeds((room, following) =>
  follow(createChat(lateClient(), { room }), createSubscribe(requireRedisConfig()), following),
);

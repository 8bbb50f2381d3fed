import type { Redis } from '@upstash/redis';
import { CodedError } from '@/lib/errors';
import { createChat } from '@/lib/patterns/chat';
import { rooms } from '@/lib/patterns/chat/contract';

/** @throws CodedError `not_found` for a room that this deployment does not have */
export function chatOf(redis: Redis, room: string) {
  if (!rooms.some(({ name }) => name === room))
    throw new CodedError(
      'not_found',
      `There is no room "${room}". GET /api/chat/rooms lists them.`,
    );
  return createChat(redis, { room });
}

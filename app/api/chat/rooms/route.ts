import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createRooms } from '@/lib/patterns/chat';
import { listRooms } from '@/lib/patterns/chat/contract-rooms';

export const GET = handle(listRooms, async ({ redis }) => ({
  rooms: await createRooms(redis).list(),
}));

export const OPTIONS = preflight([listRooms]);

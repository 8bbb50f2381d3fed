import { createChat } from '@/lib/patterns/chat';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** What a process is told to say. */
interface Speech {
  prefix: string;
  room: string;
  user: string;
  /** Numbered from 0, one after the other. */
  messages: number;
}

process.on('message', async ({ prefix, room, user, messages }: Speech) => {
  const chat = createChat(createClient(sharedTransport()), { prefix, room });
  for (let i = 0; i < messages; i++) await chat.send({ user, text: `${i}`, clientId: `${i}` });
  process.send!('said');
});
process.send!('ready');

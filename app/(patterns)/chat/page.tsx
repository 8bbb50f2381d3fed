import { ChatLive } from '@/components/chat/chat-live';
import { PatternPage } from '@/components/pattern/pattern-page';
import { chat } from '@/lib/patterns/chat/contract';
import { keys } from '@/lib/patterns/chat/keys';

export const metadata = { title: 'Chat', description: chat.summary };

export default function Page() {
  return (
    <PatternPage pattern={chat} keys={keys}>
      <ChatLive />
    </PatternPage>
  );
}

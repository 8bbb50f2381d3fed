'use client';

import { useState } from 'react';
import { useSignedIn } from '../live/use-signed-in';
import { Panel } from '../ui/panel';
import type { Message, Room as RoomFacts } from './api';
import { ComparePanel } from './compare-panel';
import { Composer } from './composer';
import { ConnectionBadge } from './connection-badge';
import { MessageList } from './message-list';
import { ModerateDialog } from './moderate-dialog';
import { PendingLine } from './pending-line';
import { useOutbox } from './use-outbox';
import { usePresence } from './use-presence';
import { useRoom } from './use-room';
import { useTyping } from './use-typing';

interface RoomProps {
  name: string;
  /** Undefined while it is read. */
  facts: RoomFacts | undefined;
}

/** One room: its messages, who types, where one writes, and what a lost connection does. */
export function Room({ name, facts }: RoomProps) {
  const { userId, isAdmin } = useSignedIn({ role: 'admin' });
  const typing = useTyping(name);
  const view = useRoom(name, typing.hear, typing.stop);
  const outbox = useOutbox({ room: name, last: view.last, add: view.add });
  usePresence(name, userId);
  const [moderated, setModerated] = useState<Message>();
  const title = facts?.title ?? name;

  // The stream may bring a message before the answer to it: then it stands here already.
  const arrived = new Set(
    view.entries?.flatMap((entry) =>
      entry.kind === 'message' && entry.user === userId ? [entry.clientId] : [],
    ),
  );
  const pending = outbox.pending
    .filter(({ clientId }) => !arrived.has(clientId))
    .map((message) => (
      <PendingLine
        key={message.clientId}
        message={message}
        user={userId ?? ''}
        onAgain={() => outbox.again(message)}
        onDiscard={() => outbox.discard(message.clientId)}
      />
    ));
  const others = typing.users.filter((user) => user !== userId);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel
        id="room"
        title={title}
        description={facts?.about}
        padded={false}
        actions={<ConnectionBadge status={view.status} />}
      >
        <MessageList
          view={view}
          pending={pending}
          moderating={(message) =>
            isAdmin || message.user === userId ? () => setModerated(message) : undefined
          }
        />
        <p className="h-5 truncate px-3 text-xs text-ink-3">
          {others.length > 0 && `${others.join(', ')} ${others.length > 1 ? 'type' : 'types'}…`}
        </p>
        <Composer room={title} onSay={outbox.say} onTyping={typing.tell} />
      </Panel>
      <ComparePanel room={name} view={view} onSay={outbox.say} />
      <ModerateDialog
        room={name}
        message={moderated}
        isAdmin={isAdmin ?? false}
        onClose={() => setModerated(undefined)}
        onRedacted={view.add}
      />
    </div>
  );
}

'use client';

import { useLive } from '../live/use-live';
import { useSignedIn } from '../live/use-signed-in';
import { listRooms } from './api';
import { HerePanel } from './here-panel';
import { Room } from './room';
import { RoomsPanel } from './rooms-panel';
import { useRoomName } from './view-state';

export function ChatLive() {
  const [name, setName] = useRoomName();
  const { userId } = useSignedIn();
  const { data } = useLive(listRooms, {}, { label: 'Rooms' });
  const room = data?.rooms.find((each) => each.name === name);
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <RoomsPanel rooms={data?.rooms} current={name} onChoose={(next) => void setName(next)} />
        <HerePanel here={data && (room?.here ?? [])} me={userId} />
      </div>
      <Room key={name} name={name} facts={room} />
    </div>
  );
}

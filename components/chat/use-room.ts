'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useIdleStep } from '../live/idle';
import { useAction } from '../live/use-action';
import { useCall } from '../live/use-call';
import { useLive } from '../live/use-live';
import { readMessages, type Entry, type Gap } from './api';
import { connect, type Connection, type Status } from './connection';
import { merged } from './transcript';

const pageSize = 50;
/** The step of idleness from which a stream is a waste: ten minutes without a touch. */
const restFrom = 2;
const once = () => true;

export interface RoomView {
  /** In the order of the stream; undefined while they are read. */
  entries: Entry[] | undefined;
  gaps: readonly Gap[];
  /** Ids of the entries that came by the stream of this tab. */
  heard: ReadonlySet<string>;
  status: Status | 'resting';
  /** True while there are older entries to be read. */
  hasOlder: boolean;
  isReadingOlder: boolean;
  readOlder(): void;
  /** Adds an entry that came otherwise, as the answer to what was sent. */
  add(entry: Entry): void;
  /** The newest entry that is here. */
  last(): string;
  drop(ms: number): void;
}

/**
 * A room as this tab has it: its newest page, whatever comes by the stream, and older pages as they are asked for.
 *
 * @param onTyping told who types, and `onSaid` who has said something; both must keep their identity
 */
export function useRoom(
  room: string,
  onTyping: (user: string) => void,
  onSaid: (user: string) => void,
): RoomView {
  const send = useCall();
  const act = useAction();
  const params = useMemo(() => ({ room }), [room]);
  const page = useLive(
    readMessages,
    { params, query: { limit: pageSize } },
    { label: 'Newest messages', isOver: once },
  );
  const [more, setMore] = useState<readonly Entry[]>([]);
  const [gaps, setGaps] = useState<readonly Gap[]>([]);
  const [heard, setHeard] = useState<ReadonlySet<string>>(new Set());
  const [status, setStatus] = useState<Status>('connecting');
  const [older, setOlder] = useState<{ reading: boolean; hasMore?: boolean }>({ reading: false });
  const resting = useIdleStep() >= restFrom;

  const newest = page.data?.entries;
  const entries = useMemo(() => newest && merged(newest, more), [newest, more]);
  const latest = useRef('0-0');
  useEffect(() => {
    latest.current = entries?.at(-1)?.id ?? '0-0';
  }, [entries]);
  // Up to here nothing is missing. Not the newest: an answer to what was sent may overtake what others said before it.
  const position = useRef<string>(undefined);
  useEffect(() => {
    if (newest) position.current ??= newest.at(-1)?.id ?? '0-0';
  }, [newest]);

  const last = useCallback(() => latest.current, []);
  const add = useCallback((entry: Entry) => setMore((all) => [...all, entry]), []);
  const connection = useRef<Connection>(undefined);
  const isRead = newest !== undefined;
  useEffect(() => {
    if (!isRead || resting) return undefined;
    const made = connect({
      room,
      last: () => position.current ?? '0-0',
      onTyping,
      onEntry(entry) {
        position.current = entry.id;
        add(entry);
        setHeard((all) => new Set(all).add(entry.id));
        if (entry.kind === 'message') onSaid(entry.user);
      },
      onGap(gap) {
        setGaps((all) => [...all, gap]);
        if (isBegunAnew(gap)) position.current = undefined;
        announce('Some messages were trimmed away before they could be read');
      },
      onStatus: setStatus,
      async poll() {
        try {
          const options = { label: 'New messages', series: 'New messages' };
          const query = { after: position.current ?? '0-0', limit: 200 };
          const { data } = await send(readMessages, { params, query }, options);
          if (data.gap) setGaps((all) => [...all, data.gap!]);
          setMore((all) => [...all, ...data.entries]);
          const begunAnew = data.gap !== null && isBegunAnew(data.gap);
          position.current = data.entries.at(-1)?.id ?? (begunAnew ? undefined : query.after);
          return true;
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          return false;
        }
      },
    });
    connection.current = made;
    return () => made.close();
  }, [room, params, isRead, resting, add, onTyping, onSaid, send]);

  async function readOlder(): Promise<void> {
    const before = entries?.[0]?.id;
    if (before === undefined || older.reading) return;
    setOlder((state) => ({ ...state, reading: true }));
    const query = { before, limit: pageSize };
    const found = await act(
      readMessages,
      { params, query },
      { label: 'Older messages', failed: 'Older messages could not be read' },
    );
    if (found) setMore((all) => [...all, ...found.entries]);
    setOlder((state) => ({ ...state, reading: false, ...(found && { hasMore: found.hasMore }) }));
  }

  return {
    entries,
    gaps,
    heard,
    status: resting ? 'resting' : status,
    hasOlder: older.hasMore ?? page.data?.hasMore ?? false,
    isReadingOlder: older.reading,
    readOlder: () => void readOlder(),
    add,
    last,
    drop: (ms) => connection.current?.drop(ms),
  };
}

/** The room holds another stream than the one that was read: there is no place in it to go on from. */
const isBegunAnew = ({ after, upTo }: Gap) => after === upTo;

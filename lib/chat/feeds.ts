import type { Follower, Following } from '../patterns/chat';

type Listener = Required<Omit<Following, 'failed'>>;

interface Feed {
  listeners: Set<Listener>;
  follower: Follower;
}

/** What rings on this server: each room is followed once, however many listen, and not at all while nobody does. */
export interface Feeds {
  /**
   * Listens to a room.
   *
   * @returns the follower's `ready` and `newest`; and `leave`, which ends it for this listener
   */
  listen(room: string, listener: Listener): Pick<Follower, 'ready' | 'newest'> & { leave(): void };
}

/** @param follow begins to follow a room; called for the first listener of each */
export function createFeeds(follow: (room: string, following: Following) => Follower): Feeds {
  const feeds = new Map<string, Feed>();

  function begin(room: string): Feed {
    const listeners = new Set<Listener>();
    const tell =
      <Name extends keyof Listener>(name: Name) =>
      (...args: Parameters<Listener[Name]>) => {
        for (const listener of listeners)
          (listener[name] as (...all: Parameters<Listener[Name]>) => void)(...args);
      };
    const follower = follow(room, {
      entry: tell('entry'),
      typing: tell('typing'),
      gap: tell('gap'),
      ring: tell('ring'),
      failed: (error) => console.error('Following the room', room, error),
    });
    const feed = { listeners, follower };
    feeds.set(room, feed);
    return feed;
  }

  return {
    listen(room, listener) {
      const feed = feeds.get(room) ?? begin(room);
      feed.listeners.add(listener);
      return {
        ready: feed.follower.ready,
        newest: feed.follower.newest,
        leave() {
          if (!feed.listeners.delete(listener) || feed.listeners.size > 0) return;
          feeds.delete(room);
          feed.follower.close();
        },
      };
    },
  };
}

'use client';

import { Badge } from '../ui/badge';
import { count, milliseconds, plural, time } from '../ui/format';
import type { Profile } from './api';
import { LifeBar } from './life-bar';
import { looks, why } from './why';
import type { Read } from './use-reads';

/** What the last read brought, and why. */
export function ProfileCard({ read }: { read: Read | undefined }) {
  if (!read)
    return (
      <p className="min-h-24 text-xs text-ink-2">
        Read a customer twice: the first read loads, the second is a hit. After 15 s it is stale:
        served at once, and loaded anew behind the answer.
      </p>
    );
  const { cache, profile, problem } = read;
  return (
    <div className="grid min-h-24 min-w-0 gap-3 sm:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-1 text-sm">
        {profile ? <Facts profile={profile} /> : <p className="text-bad">{problem}</p>}
      </div>
      {cache && (
        <div className="flex min-w-0 flex-col gap-1.5">
          <p className="flex flex-wrap items-center gap-2 text-xs">
            <Badge tone={looks[cache.status].tone}>{looks[cache.status].label}</Badge>
            <code>{cache.reason}</code>
            {cache.stored !== undefined && <span className="text-ink-3">{cache.stored}</span>}
            <span className="text-ink-3">in {milliseconds(cache.tookMs)}</span>
          </p>
          <p className="max-w-prose text-pretty text-xs text-ink-2">{why(cache)}</p>
          <LifeBar read={read} />
        </div>
      )}
    </div>
  );
}

function Facts({ profile }: { profile: Profile }) {
  const { displayName, city, bio, shop, orders, spentCents, rank, customers, favourites } = profile;
  return (
    <>
      <p className="font-medium">
        {displayName}
        {city !== '' && <span className="font-normal text-ink-3"> of {city}</span>}
      </p>
      {bio !== '' && <p className="break-words text-xs text-ink-2">{bio}</p>}
      <p className="text-xs text-ink-2">
        {plural(orders, 'order')} at {shop}, {(spentCents / 100).toFixed(2)} spent
        {rank !== null && `, place ${count(rank)} of ${count(customers)} customers`}
      </p>
      {favourites.length > 0 && (
        <p className="text-xs text-ink-3">
          {favourites.map(({ name, quantity }) => `${name} × ${quantity}`).join(', ')}
        </p>
      )}
      <p className="text-2xs text-ink-3">
        version {profile.version}, customer since {time(profile.memberSince, 'day')}{' '}
        {new Date(profile.memberSince).getUTCFullYear()}
      </p>
    </>
  );
}

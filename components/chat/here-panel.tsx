import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';

interface HerePanelProps {
  here: readonly string[] | undefined;
  me: string | null | undefined;
}

/** Who is in the room: signed in, with a tab in view that is used. */
export function HerePanel({ here, me }: HerePanelProps) {
  return (
    <Panel id="here" title="Here now" description="a heartbeat in the last 45 s">
      {here === undefined ? (
        <Skeleton className="h-16" />
      ) : here.length === 0 ? (
        <EmptyState title="Nobody">Whoever signs in and looks at the room is here.</EmptyState>
      ) : (
        <ul className="flex flex-wrap gap-1.5" aria-label="Here now">
          {here.map((user) => (
            <li key={user}>
              <Badge tone={user === me ? 'accent' : 'plain'} className="font-mono">
                {user}
                {user === me && ' (you)'}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

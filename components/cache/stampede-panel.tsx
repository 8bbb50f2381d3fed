'use client';

import { useAction } from '../live/use-action';
import { useCall } from '../live/use-call';
import { PageLink } from '../ui/page-link';
import { listProfiles, readProfile } from './api';
import { CrowdPanel, type SendCrowd } from './crowd-panel';

const readers = 50;

/** What many readers of a cold key do to the origin: one load. */
export function StampedePanel() {
  const act = useAction();
  const call = useCall();

  /** Fifty reads at once of a customer whom nobody has read lately, through the public API. */
  async function start(send: SendCrowd) {
    const options = { label: 'Any customer', failed: 'The stampede did not begin' };
    const id = (await act(listProfiles, { query: { limit: 1 } }, options))?.profiles[0]?.id;
    if (id === undefined) return;
    await send(id, async () => {
      const about = { label: 'Stampede', series: 'Stampede' };
      const { data, tookMs } = await call(readProfile, { params: { id } }, about);
      return { status: data.cache.status, loadMs: data.cache.loadMs, tookMs };
    });
  }

  return (
    <CrowdPanel
      id="stampede"
      title={`Stampede of ${readers}`}
      description="On a key that nobody has read lately"
      size={readers}
      load={['load', 'loads']}
      onStart={start}
    >
      All at once, through the public API. Whoever comes first loads; the others wait for that one
      load, on whichever server they are. Without it each would load:{' '}
      <PageLink href="/cache#proof" className="text-accent underline underline-offset-2">
        the proof
      </PageLink>{' '}
      counts both.
    </CrowdPanel>
  );
}

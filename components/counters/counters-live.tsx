'use client';

import { useCallback } from 'react';
import { useLive } from '../live/use-live';
import { count, duration } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import { readCounters, readPresence } from './api';
import { PresenceLab } from './presence-lab';
import { RatesPanel } from './rates-panel';
import { RushPanel } from './rush-panel';
import { naiveCounter, useLab } from './use-lab';
import { naiveStockCounter, stockCounter } from './use-rush';

const likes = 'likes';
const names = [stockCounter, naiveStockCounter, naiveCounter, likes].join();

export function CountersLive() {
  const site = useLive(
    readPresence,
    { query: { place: 'site' } },
    { label: 'Visitors now', whileIdle: false },
  );
  const lab = useLive(
    readPresence,
    { query: { place: 'lab', limit: 10 } },
    { label: 'Who is here', whileIdle: false },
  );
  const counters = useLive(readCounters, { query: { names } }, { label: 'Counters' });
  const refreshLab = lab.refresh;
  const refreshCounters = counters.refresh;
  const refresh = useCallback(() => {
    refreshLab();
    refreshCounters();
  }, [refreshLab, refreshCounters]);
  const tabs = useLab(refresh);

  const valueOf = (name: string) =>
    counters.data?.counters.find((counter) => counter.name === name)?.value;
  const shown = (name: string) => {
    const value = valueOf(name);
    return value === undefined ? undefined : count(value);
  };
  return (
    <>
      <Stats label="Now">
        <Stat
          label="Visitors now"
          value={site.data && count(site.data.here)}
          note={site.data && `a heartbeat in the last ${duration(site.data.ttlMs)}`}
        />
        <Stat
          label="Users by heartbeat"
          value={lab.data && count(lab.data.here)}
          note="each once, whatever their tabs"
        />
        <Stat
          label="Users by INCR and DECR"
          value={shown(naiveCounter)}
          note="what the usual snippet says"
        />
        <Stat label="Items left" value={shown(stockCounter)} note="never below 0" />
      </Stats>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <PresenceLab lab={tabs} presence={lab.data} naive={valueOf(naiveCounter)} />
        <RushPanel
          left={valueOf(stockCounter)}
          naiveLeft={valueOf(naiveStockCounter)}
          onChange={refresh}
        />
      </div>
      <RatesPanel
        counters={counters.data?.counters}
        now={counters.data?.now}
        onChange={refreshCounters}
      />
    </>
  );
}

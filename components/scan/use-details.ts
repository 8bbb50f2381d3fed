'use client';

import { useEffect, useRef, useState } from 'react';
import { useAction } from '../live/use-action';
import { describeKeys, type KeyFacts } from './api';

const mostAsked = 50;
/** A longer name is listed, but the API does not take it. */
const longestName = 4_096;
/** While somebody scrolls, nothing is asked. */
const restMs = 150;

/**
 * Type, expiry and memory of the keys in view, and of no others: asked for once each, when the view rests.
 *
 * @param of what the keys were found by; something else forgets what is known
 */
export function useDetails(visible: readonly string[], of: object | undefined) {
  const act = useAction();
  const [facts, setFacts] = useState<ReadonlyMap<string, KeyFacts>>(new Map());
  const asked = useRef({ of, keys: new Set<string>() });
  const shown = visible.join('\n');

  useEffect(() => {
    if (asked.current.of !== of) asked.current = { of, keys: new Set() };
    const { keys } = asked.current;
    const timer = setTimeout(async () => {
      const missing = visible
        .filter((key) => !keys.has(key) && key.length <= longestName)
        .slice(0, mostAsked);
      if (missing.length === 0) return;
      missing.forEach((key) => keys.add(key));
      const answer = await act(
        describeKeys,
        { body: { keys: missing } },
        { label: 'Details', series: 'details', failed: 'The details could not be read' },
      );
      // Asked for again once the view has moved.
      if (!answer) return missing.forEach((key) => keys.delete(key));
      setFacts((known) => {
        const kept = asked.current.keys === keys ? known : new Map<string, KeyFacts>();
        return new Map([...kept, ...answer.keys.map((fact) => [fact.key, fact] as const)]);
      });
    }, restMs);
    return () => clearTimeout(timer);
    // The list is a new one at each turn; what it shows is not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, of, act]);

  return facts;
}

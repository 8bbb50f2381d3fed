'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { useAsk } from './use-ask';
import { wishes, wishNames } from './wishes';

export const languages = ['en', 'de', 'fr'] as const;

/** The search of this page: the question in the address, so that it can be sent to somebody, and its answers. */
export function useSearch() {
  const [question, set] = useQueryStates({
    q: parseAsString.withDefault('oak chair'),
    language: parseAsStringLiteral(languages).withDefault('en'),
    wish: parseAsStringLiteral(wishNames).withDefault('any'),
  });
  const { ask: send, exchanges, ...state } = useAsk('Search');
  const { q, language, wish } = question;
  const id = `${urlOf(q)} ${language}`;
  const known = exchanges.findLast(
    (each) => each.headers.has('etag') && `${each.url} ${each.sent['accept-language']}` === id,
  );

  const ask = useCallback(async () => {
    const etag = wish === 'validator' ? known?.headers.get('etag') : undefined;
    const headers = {
      'accept-language': language,
      ...wishes[wish].headers,
      ...(typeof etag === 'string' && { 'if-none-match': etag }),
    };
    return send(urlOf(q), headers, known);
  }, [known, language, q, send, wish]);

  return { ...question, set, exchanges, ask, ...state };
}

export const urlOf = (q: string) => `/api/search?${new URLSearchParams({ q })}`;

export type Search = ReturnType<typeof useSearch>;

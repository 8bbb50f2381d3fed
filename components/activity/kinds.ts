import type { Entry } from './api';

/** What each type of event is called on the page. */
export const kinds: Record<Entry['type'], { one: string; many: string; to: string }> = {
  'page-view': { one: 'Page view', many: 'Page views', to: 'Viewed' },
  'sign-in': { one: 'Sign-in', many: 'Sign-ins', to: 'Signed in' },
  score: { one: 'Score', many: 'Scores', to: 'Scored on' },
  message: { one: 'Message', many: 'Messages', to: 'Wrote in' },
  job: { one: 'Job', many: 'Jobs', to: 'Queued in' },
};

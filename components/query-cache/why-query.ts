import { why } from '../cache/why';
import type { ReportCache } from './api';

const reasons: Record<string, string> = {
  fresh: 'This question was asked before, and nothing that it reads was written since.',
  absent: 'Nobody has asked this question lately, in whatever spelling.',
  invalidated: 'A committed write to one of its tables has outdated the answer that was stored.',
};

/** Why a query was answered as it was, in a sentence. */
export const whyQuery = (cache: ReportCache): string => why(cache, reasons);

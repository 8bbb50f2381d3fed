import { CodedError } from '../../errors';
import { isCursor } from '../../contract';

/** Where a scan stands: SCAN's own cursor, a 64-bit number and so a text, and what was seen before it. */
export interface Position {
  cursor: string;
  examined: number;
  found: number;
  /** The server whose cursor it is; '' where that is not known. */
  node: string;
}

export const start: Position = { cursor: '0', examined: 0, found: 0, node: '' };

/** @returns null where the scan is over */
export function toCursor({ cursor, examined, found, node }: Position): string | null {
  return cursor === '0' ? null : `${cursor}.${examined}.${found}.${node}`;
}

const pattern = /^(\d{1,20})\.(\d{1,15})\.(\d{1,15})\.([\da-f]{0,16})$/;

/** @throws CodedError `invalid_request` for what `toCursor` never gave */
export function fromCursor(text: string | undefined): Position {
  if (text === undefined) return start;
  const [, cursor, examined, found, node = ''] = pattern.exec(text) ?? [];
  if (cursor === undefined || !isCursor(cursor))
    throw new CodedError('invalid_request', 'The cursor is not one that a scan gave.');
  return { cursor, examined: Number(examined), found: Number(found), node };
}

import { cn } from '../ui/cn';
import { bytes, count, duration, plural } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import type { KeyFacts } from './api';

/** A name as one line that shows what cannot be seen in it: `a␊b` for a line break, `‹200B›` for a space of no width. */
export function shownName(name: string): string {
  if (name === '') return '(empty name)';
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : `‹${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** A name that came with U+FFFD is most likely that of another key, whose bytes are no UTF-8. */
function typeOf({ key, type }: KeyFacts): string {
  if (type !== 'none') return type;
  return key.includes('\uFFFD') ? 'not readable: its name is no UTF-8' : 'gone';
}

/** How large a key is, in the unit of its type. */
export function sizeOf({ type, size }: Pick<KeyFacts, 'type' | 'size'>): string {
  if (size === null) return '';
  return type === 'string' ? bytes(size) : plural(size, 'entry', 'entries');
}

/** A key of the list: its name, and below it what is known of it. */
export function KeyLine({ name, facts }: { name: string; facts: KeyFacts | undefined }) {
  return (
    <>
      <span className="w-full truncate font-mono text-xs" title={name}>
        {shownName(name)}
      </span>
      {facts === undefined ? (
        <Skeleton className="my-0.5 h-3 w-40" />
      ) : (
        <span className="flex w-full gap-2 truncate text-2xs text-ink-3">
          <span className={cn('shrink-0', facts.type !== 'none' && 'w-12')}>{typeOf(facts)}</span>
          <span className="w-20 shrink-0 truncate">{sizeOf(facts)}</span>
          <span className="w-16 shrink-0">
            {facts.memoryBytes !== null && bytes(facts.memoryBytes)}
          </span>
          <span className="truncate">
            {facts.type !== 'none' &&
              (facts.expiresInMs === null
                ? 'does not expire'
                : `goes in ${duration(facts.expiresInMs)}`)}
          </span>
        </span>
      )}
    </>
  );
}

/** "4,000 of 184,000 examined, 31 found". */
export const progressText = (examined: number, total: number, found: number): string =>
  `${count(examined)} of ${count(total)} examined, ${count(found)} found`;

import type { ReactNode } from 'react';

interface ShadeProps {
  /** From 0 to 1. */
  share: number;
  title?: string;
  children: ReactNode;
}

/** Ink on the fullest shade is still read with ease, in both themes. */
const fullest = 45;

/** A figure of a table with its share as a shade behind it; nothing is said by the shade alone. */
export function Shade({ share, title, children }: ShadeProps) {
  const strength = share === 0 ? 0 : 6 + share * (fullest - 6);
  return (
    <td
      title={title}
      className={`h-7 rounded-sm bg-sunken text-center ${share === 0 ? 'text-ink-3' : 'font-medium'}`}
      style={
        share === 0
          ? undefined
          : {
              backgroundColor: `color-mix(in srgb, var(--series-1) ${strength.toFixed(1)}%, var(--surface))`,
            }
      }
    >
      {children}
    </td>
  );
}

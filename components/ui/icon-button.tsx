'use client';

import type { ComponentProps } from 'react';
import { Button } from './button';
import { Tooltip } from './tooltip';

type IconButtonProps = Omit<ComponentProps<typeof Button>, 'aria-label' | 'size'> & {
  /** The accessible name; also shown as the hint. */
  label: string;
};

export function IconButton({ label, look = 'quiet', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button aria-label={label} look={look} size="icon" {...rest} />
    </Tooltip>
  );
}

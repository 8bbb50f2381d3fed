'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { buttonStyle } from './button';

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
  /** Stands before the value in the closed control. */
  icon?: ReactNode;
}

/** One of a list, out of sight until opened. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  icon,
}: SelectProps<T>) {
  return (
    <Primitive.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Primitive.Trigger aria-label={label} className={buttonStyle()}>
        {icon}
        <Primitive.Value />
        <Primitive.Icon className="text-ink-3">
          <ChevronDown aria-hidden />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          align="end"
          className="z-50 min-w-(--radix-select-trigger-width) rounded border border-line-strong bg-raised p-1 shadow-lg shadow-ink/5"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                className="flex h-7 select-none items-center justify-between gap-6 rounded-sm px-2 text-xs outline-none data-highlighted:bg-hover"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                <Primitive.ItemIndicator>
                  <Check aria-hidden className="size-3.5 text-ink-2" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

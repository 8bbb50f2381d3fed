'use client';

import { ToggleGroup } from 'radix-ui';

interface SegmentedProps<T extends string> {
  label: string;
  value: T | null;
  options: readonly { value: NoInfer<T>; label: string; hint?: string }[];
  onChange(value: NoInfer<T>): void;
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value ?? ''}
      // Radix reports '' when the pressed one is pressed again; one is always chosen here.
      onValueChange={(next) => next !== '' && onChange(next as T)}
      className="inline-flex h-7 items-center rounded border border-line-strong bg-sunken p-px"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          title={option.hint}
          className="h-6 rounded-[5px] px-2 text-xs font-medium text-ink-2 hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)]"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

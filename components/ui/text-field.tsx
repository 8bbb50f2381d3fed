import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';

type TextFieldProps = Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  label: ReactNode;
  value: string;
  onChange(value: string): void;
};

/** One line of text with its label above it. */
export function TextField({ label, value, onChange, className, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={cn('flex min-w-0 flex-col gap-0.5', className)}>
      <label htmlFor={id} className="text-2xs text-ink-3">
        {label}
      </label>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className="h-7 w-full min-w-0 rounded border border-control bg-surface px-2 font-mono text-xs disabled:opacity-55"
        {...rest}
      />
    </div>
  );
}

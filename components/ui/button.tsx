import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/** The looks of a button, for the links and triggers that must look like one. */
export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded font-medium transition-colors duration-100 disabled:pointer-events-none disabled:opacity-55 [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-ink text-canvas hover:bg-ink-2',
        plain: 'border border-line-strong bg-surface text-ink hover:bg-hover',
        quiet: 'text-ink-2 hover:bg-hover hover:text-ink',
      },
      size: {
        sm: 'h-6 px-2 text-xs',
        md: 'h-7 px-2.5 text-xs',
        icon: 'size-7',
      },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonStyle>;

export function Button({ className, look, size, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cn(buttonStyle({ look, size }), className)} {...rest} />;
}

import type { Config } from 'tailwindcss';

/** Every colour is a variable of app/globals.css, so a theme is one set of values and no class knows of it. */
const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      canvas: 'var(--canvas)',
      surface: 'var(--surface)',
      sunken: 'var(--sunken)',
      raised: 'var(--raised)',
      hover: 'var(--hover)',
      line: 'var(--line)',
      'line-strong': 'var(--line-strong)',
      control: 'var(--control)',
      ink: 'var(--ink)',
      'ink-2': 'var(--ink-2)',
      'ink-3': 'var(--ink-3)',
      accent: 'var(--accent)',
      'accent-soft': 'var(--accent-soft)',
      'on-accent': 'var(--on-accent)',
      good: 'var(--good)',
      'good-soft': 'var(--good-soft)',
      warn: 'var(--warn)',
      'warn-soft': 'var(--warn-soft)',
      bad: 'var(--bad)',
      'bad-soft': 'var(--bad-soft)',
      'series-1': 'var(--series-1)',
      'series-2': 'var(--series-2)',
    },
    fontFamily: {
      sans: ['var(--font-geist-sans)', 'system-ui', 'sans-serif'],
      mono: ['var(--font-geist-mono)', 'ui-monospace', 'monospace'],
    },
    fontSize: {
      '2xs': ['0.6875rem', '1rem'],
      xs: ['0.75rem', '1.125rem'],
      sm: ['0.8125rem', '1.25rem'],
      base: ['0.875rem', '1.375rem'],
      lg: ['1rem', '1.5rem'],
      xl: ['1.25rem', '1.75rem'],
      '2xl': ['1.625rem', '2rem'],
    },
    borderRadius: { none: '0', sm: '4px', DEFAULT: '6px', lg: '8px', full: '9999px' },
  },
};

export default config;

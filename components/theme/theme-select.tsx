'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { Select } from '../ui/select';
import { setTheme, useTheme } from './theme';

const options = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const icons = { system: Monitor, light: Sun, dark: Moon };

export function ThemeSelect() {
  const theme = useTheme();
  const Icon = icons[theme];
  return (
    <Select
      label="Theme"
      value={theme}
      options={options}
      onChange={setTheme}
      icon={<Icon aria-hidden />}
    />
  );
}

import next from 'eslint-config-next/core-web-vitals';
import typescript from 'eslint-config-next/typescript';

const config = [
  {
    ignores: ['.next/**', '.cache/**', '.data/**', 'next-env.d.ts', 'tests/bench/node_modules/**'],
  },
  ...next,
  ...typescript,
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    rules: {
      'no-console': ['error', { allow: ['error', 'warn'] }],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="keys"][callee.object.name="redis"]',
          message: 'KEYS holds the server up for as long as it has keys. Use SCAN.',
        },
      ],
    },
  },
  {
    // What runs in a terminal speaks through it.
    files: ['lib/local/**', 'lib/traffic/main.ts', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
];

export default config;

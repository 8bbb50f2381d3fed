import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Gives a Lua file as its text, as the bundler of the app does. */
const lua: Plugin = {
  name: 'lua-as-text',
  enforce: 'pre',
  async load(id) {
    const file = id.split('?')[0] ?? id;
    if (!file.endsWith('.lua')) return undefined;
    return `export default ${JSON.stringify(await readFile(file, 'utf8'))};`;
  },
};

export default defineConfig({
  plugins: [lua],
  resolve: {
    alias: {
      '@': root.replace(/\/$/, ''),
      // The fence that Next puts around server code has no meaning in a test.
      'server-only': fileURLToPath(new URL('tests/support/server-only.ts', import.meta.url)),
    },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/require-redis.ts'],
    // Deadlines end what hangs and claim nothing, so they leave a busy machine all the time that it may need.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ['tests/support/own-redis.ts'],
  },
});

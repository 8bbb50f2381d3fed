import { runWebServer } from './web-server';

await runWebServer({ mode: 'production', ephemeral: process.argv.includes('--ephemeral') });

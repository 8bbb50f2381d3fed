import { runWebServer } from './web-server';

await runWebServer({ mode: 'development' });

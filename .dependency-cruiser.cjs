/**
 * Who may import whom (ARCHITECTURE.md). One rule covers all rooms by its back-reference, so a new room
 * needs no line here.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lib-never-looks-up',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(app|components|tests)/' },
    },
    {
      name: 'local-is-a-leaf',
      comment:
        'What runs when no cloud is configured is no part of the app; a command (main.ts) may use it.',
      severity: 'error',
      from: { path: '^(app|components|lib/(?!local/))', pathNot: '/main\\.ts$' },
      to: { path: '^lib/local/' },
    },
    {
      name: 'local-knows-nothing-of-the-app',
      severity: 'error',
      from: { path: '^lib/local/' },
      to: { path: '^(app|components|lib)/', pathNot: '^lib/local/' },
    },
    {
      name: 'a-room-stands-alone',
      comment: 'query-cache and response-cache stand on cache: the one named exception.',
      severity: 'error',
      from: { path: '^lib/patterns/((?!(query|response)-cache/)[^/]+)/' },
      to: {
        path: '^(lib|app|components)/',
        pathNot: [
          '^lib/patterns/$1/',
          '^lib/(contract|errors|faults|proof)\\.ts$',
          '^lib/redis/(keys|script|operation-id|batch-writer|outage|assert-count|lua\\.d)\\.ts$',
        ],
      },
    },
    {
      name: 'two-rooms-stand-on-cache',
      severity: 'error',
      from: { path: '^lib/patterns/((query|response)-cache)/' },
      to: {
        path: '^(lib|app|components)/',
        pathNot: [
          '^lib/patterns/($1|cache)/',
          '^lib/(contract|errors|faults|proof)\\.ts$',
          '^lib/redis/(keys|script|operation-id|batch-writer|outage|assert-count|lua\\.d)\\.ts$',
        ],
      },
    },
    {
      name: 'a-room-needs-no-framework',
      severity: 'error',
      from: { path: '^lib/patterns/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'],
        pathNot: 'node_modules/(zod|@upstash/redis)/',
      },
    },
    {
      name: 'a-room-takes-its-client',
      comment: 'Types of @upstash/redis only: the client is handed in.',
      severity: 'error',
      from: { path: '^lib/patterns/' },
      to: { path: 'node_modules/@upstash/redis/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-hold-no-code-of-the-server',
      comment: 'The browser imports a contract: it must not bring the client or the scripts along.',
      severity: 'error',
      from: { path: '^lib/(patterns/[^/]+/contract|contract|service|proof|catalogue)\\.ts$' },
      to: {
        path: '^lib/(redis|http|local|patterns/[^/]+/(?!contract))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'components-know-contracts-only',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: '^(lib|app)/',
        pathNot: [
          '^lib/patterns/[^/]+/(contract|keys)\\.ts$',
          '^lib/(contract|service|proof|catalogue)\\.ts$',
          '^lib/http/(call|wire|problem)\\.ts$',
          '^lib/traffic/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'ui-parts-know-no-pattern',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^(lib|app|components/(?!ui/))' },
    },
    {
      name: 'redis-is-the-ground',
      severity: 'error',
      from: { path: '^lib/(redis|errors|contract)' },
      to: { path: '^lib/(http|patterns|openapi|catalogue|service|proofs?)' },
    },
    {
      name: 'http-joins-no-pattern',
      severity: 'error',
      from: { path: '^lib/http/' },
      to: { path: '^lib/patterns/' },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^(app|components|lib/(?!local/))' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'the-database-is-the-ground',
      severity: 'error',
      from: { path: '^lib/database/', pathNot: '/main\\.ts$' },
      to: { path: '^lib/', pathNot: '^lib/(database/|errors\\.ts$)' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.lua', '.css'],
    },
  },
};

/** @type {import('next').NextConfig} */
const config = {
  agentRules: false,
  experimental: { agentUpgrade: false },
  poweredByHeader: false,
  reactStrictMode: true,
  // npm run check looks at types, those of tests and scripts too; a build is for what runs.
  typescript: { ignoreBuildErrors: true },
  // undici is chosen at run time where there is a Node; a bundled copy would lose its native parser.
  serverExternalPackages: ['undici'],
  // Lists of trackers know names such as track.js and page-views by heart; these say the same and are on none.
  rewrites: async () => [
    { source: '/hello.js', destination: '/track.js' },
    { source: '/hello', destination: '/api/page-views' },
    // A browser asks for this by itself before it has read which icon a page names.
    { source: '/favicon.ico', destination: '/icon.svg' },
  ],
  headers: async () => [
    {
      source: '/:script(track|hello).js',
      headers: [
        { key: 'Cache-Control', value: 'public, max-age=86400, stale-while-revalidate=604800' },
        { key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' },
        { key: 'Access-Control-Allow-Origin', value: '*' },
      ],
    },
    {
      source: '/(.*)',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
      ],
    },
  ],
};

export default config;

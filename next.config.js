const isDevelopment = process.env.NODE_ENV === 'development';

/**
 * What a page may load and run. Pages are made at build time, and Next.js starts each with scripts of its own in the
 * page, so these are allowed inline: a nonce would need every page to be rendered for each request. Nothing comes
 * from elsewhere, and nothing that is typed becomes a page of another address.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  // React shows where an error came from by eval, while one develops.
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "script-src-attr 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

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
        { key: 'Content-Security-Policy', value: contentSecurityPolicy },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        {
          key: 'Permissions-Policy',
          value:
            'camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()',
        },
      ],
    },
    {
      // Behind TLS only: a proxy that ends it says so, else Next.js says how it was asked itself.
      source: '/(.*)',
      has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https(,.*)?' }],
      headers: [{ key: 'Strict-Transport-Security', value: 'max-age=31536000' }],
    },
  ],
};

export default config;

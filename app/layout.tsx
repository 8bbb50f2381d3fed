import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { SiteHeartbeat } from '@/components/counters/site-heartbeat';
import { navigation } from '@/components/shell/navigation';
import { Shell } from '@/components/shell/shell';
import { themeScript } from '@/components/theme/theme-script';
import { catalogue } from '@/lib/catalogue';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Redis Patterns', template: '%s · Redis Patterns' },
  description: 'Redis patterns for serverless apps, each shown at work, proved and priced.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafaf9' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0d0f' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning // the head script may have set data-theme
    >
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <NuqsAdapter>
          <Shell groups={navigation(catalogue)}>{children}</Shell>
          <SiteHeartbeat />
        </NuqsAdapter>
      </body>
    </html>
  );
}

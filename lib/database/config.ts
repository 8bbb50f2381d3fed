import { CodedError } from '../errors';

const name = 'DATABASE_URL';

/**
 * Where Postgres is. TLS and the like are parameters of the URL, as `?sslmode=verify-full`.
 *
 * @throws CodedError `not_configured`, naming the variable, where it is absent or no Postgres URL; never its value
 */
export function requireDatabaseUrl(env: Record<string, string | undefined> = process.env): string {
  const url = env[name]?.trim() ?? '';
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return url;
  throw new CodedError(
    'not_configured',
    `Set ${name}, or start the app with npm start, which brings a Postgres of its own.`,
    { fields: [{ field: `environment/${name}`, message: url ? 'Not a Postgres URL' : 'Not set' }] },
  );
}

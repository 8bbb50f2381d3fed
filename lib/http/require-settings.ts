import { trustedProxies } from './client-address';

/** Ends the process where a setting is not usable: Next.js would log the error and answer 500 to everybody. */
export function requireSettings(): void {
  try {
    trustedProxies();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

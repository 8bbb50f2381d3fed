/** Someone who can sign in. */
export interface Account {
  /** Lower case; what sessions, roles and clicks know the user by. */
  name: string;
  roles: readonly string[];
  /** As `hashPassword` makes it. */
  passwordHash: string;
}

/** Where accounts are looked up. Redis holds them for now; anything that finds one by its name will do. */
export interface UserDirectory {
  find(name: string): Promise<Account | undefined>;
}

/** A directory that accounts can be put into. */
export interface WritableDirectory extends UserDirectory {
  /** Adds an account, or replaces the one of this name. */
  put(account: Account): Promise<void>;
  /** @returns false where there was none */
  remove(name: string): Promise<boolean>;
}

const shape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * A name as accounts have it: lower-case ASCII, so that no two look alike.
 *
 * @returns undefined for what cannot be one
 */
export function accountName(text: string): string | undefined {
  // Only ASCII is put into lower case: the Kelvin sign would become a k.
  const name = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return shape.test(name) ? name : undefined;
}

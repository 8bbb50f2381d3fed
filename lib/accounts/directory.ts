import type { Queryable } from '../database/database';

/** Someone who can sign in. What they may do is for their roles to say, which are kept elsewhere. */
export interface Account {
  /** Lower case; what sessions, roles and clicks know the user by. */
  name: string;
  /** As `hashPassword` makes it. */
  passwordHash: string;
}

/** Where accounts are looked up. */
export interface UserDirectory {
  find(name: string): Promise<Account | undefined>;
}

/** A directory that accounts can be put into. */
export interface WritableDirectory extends UserDirectory {
  /** Adds an account, or gives the one of this name another password. Its user is made if there is none. */
  put(account: Account): Promise<void>;
  /** Takes the account away; the user, with what they ordered, stays. @returns false where there was none */
  remove(name: string): Promise<boolean>;
}

/** Whose users are added with an account alone. */
const FIRST_TENANT = 1;

/** Accounts in Postgres, a row each, one statement a call. */
export function createDirectory(database: Queryable): WritableDirectory {
  return {
    async find(name) {
      const [account] = await database.query<Account>(
        'select name, password_hash as "passwordHash" from accounts where name = $1',
        [name],
      );
      return account;
    },
    async put({ name, passwordHash }) {
      await database.query(
        `with person as (
           insert into users (tenant_id, name, display_name) values ($1, $2, $2) on conflict (name) do nothing
         )
         insert into accounts (name, password_hash) values ($2, $3)
         on conflict (name) do update set password_hash = excluded.password_hash, updated_at = now()`,
        [FIRST_TENANT, name, passwordHash],
      );
    },
    async remove(name) {
      const removed = await database.query('delete from accounts where name = $1 returning name', [
        name,
      ]);
      return removed.length === 1;
    },
  };
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

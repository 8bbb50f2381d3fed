import { accountName, type Account, type UserDirectory } from './directory';
import { hashPassword, verifyPassword } from './password';

let nobody: Promise<string> | undefined;

/**
 * Finds the account that a name and a password belong to. A name that nobody has takes the same work as a
 * wrong password, so neither the answer nor its time says which of the two was wrong.
 *
 * @returns undefined where they belong to none
 */
export async function authenticate(
  directory: UserDirectory,
  name: string,
  password: string,
): Promise<Account | undefined> {
  // Made before it is known whether it is needed, so that the first unknown name takes no longer either.
  nobody ??= hashPassword(crypto.randomUUID());
  const [known, stand] = [accountName(name), await nobody];
  const account = known === undefined ? undefined : await directory.find(known);
  const matches = await verifyPassword(password, account?.passwordHash ?? stand);
  return account && matches ? account : undefined;
}

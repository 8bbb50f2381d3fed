import { isDecidedByName, ruleOn, type Role, type Ruling } from './command-rules';
import type { CommandTable } from './command-table';

/** The ruling on a command whose arguments do not matter for it, by the name as it was written; else nothing. */
export type PlainRulings = (name: string, role: Role) => Ruling | undefined;

/**
 * Decides about plain commands once for each table of commands, since in a pipeline the decision would cost as much as all else.
 *
 * @param isExempt names whose arguments must be looked at for another reason.
 */
export function createPlainRulings(
  commands: () => CommandTable,
  allowAdmin: boolean,
  isExempt: (name: string) => boolean,
): PlainRulings {
  let known: CommandTable | undefined;
  let rulings: Record<Role, ReadonlyMap<string, Ruling>>;

  function rulingsFor(role: Role, table: CommandTable): ReadonlyMap<string, Ruling> {
    const byName = new Map<string, Ruling>();
    for (const [name, flags] of table) {
      if (isExempt(name) || !isDecidedByName(name, flags)) continue;
      const ruling = ruleOn([name], { role, commands: table, allowAdmin });
      // Other mixtures of upper and lower case are rare enough to be decided each time.
      byName.set(name, ruling).set(name.toUpperCase(), ruling);
    }
    return byName;
  }

  return (name, role) => {
    const table = commands();
    if (table !== known) {
      rulings = { full: rulingsFor('full', table), 'read-only': rulingsFor('read-only', table) };
      known = table;
    }
    return rulings[role].get(name);
  };
}

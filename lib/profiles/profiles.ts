import type { Queryable } from '../database/database';
import { CodedError } from '../errors';
import type { Profile, ProfileEntry } from '../patterns/cache/contract';

/** What an owner changes of a profile, all of it. */
export interface ProfileText {
  displayName: string;
  city: string;
  bio: string;
}

export interface Profiles {
  /** Customers whose name begins with `q`, by name; without it some at random. */
  list(limit: number, q?: string): Promise<ProfileEntry[]>;
  /**
   * A profile with what its owner has bought, and their place among the customers of their shop: slow, since every
   * order line of the shop is added up for it.
   *
   * @returns undefined where there is nobody of this name
   */
  read(id: string): Promise<Profile | undefined>;
  /**
   * Replaces the text of a profile. The same again changes nothing, so a write may be sent twice.
   *
   * @param version refuse where the profile is not at this version
   * @returns its version now
   * @throws CodedError `not_found`, `version_conflict`
   */
  write(id: string, text: ProfileText, version?: number): Promise<number>;
}

export function createProfiles(db: Queryable): Profiles {
  return {
    list: (limit, q) =>
      q === undefined
        ? db.query(`${entries} order by random() limit $1`, [limit])
        : db.query(`${entries} where starts_with(name, $2) order by name limit $1`, [limit, q]),

    async read(id) {
      const [row] = await db.query<Row>(select, [id]);
      if (!row) return undefined;
      const { memberSince, lastOrderAt, ...rest } = row;
      return {
        ...rest,
        memberSince: memberSince.getTime(),
        lastOrderAt: lastOrderAt?.getTime() ?? null,
      };
    },

    async write(id, { displayName, city, bio }, version) {
      const parameters = [id, displayName, city, bio, version ?? null];
      const [written] = await db.query<{ version: number }>(update, parameters);
      if (written) return written.version;
      const [there] = await db.query<{ version: number; same: boolean }>(
        compare,
        parameters.slice(0, 4),
      );
      if (!there) throw new CodedError('not_found', `There is no profile "${id}".`);
      if (there.same) return there.version;
      throw new CodedError(
        'version_conflict',
        `The profile is at version ${there.version}: read it again and repeat your change.`,
      );
    },
  };
}

type Row = Omit<Profile, 'memberSince' | 'lastOrderAt'> & {
  memberSince: Date;
  lastOrderAt: Date | null;
};

const entries = 'select name as id, display_name as "displayName", city from users';

const select = `
  with spending as (
    select
      orders.user_id,
      count(distinct orders.id) as orders,
      sum(lines.quantity * lines.unit_price_cents) as spent,
      max(orders.placed_at) as last_order_at
    from orders
    join order_lines as lines on lines.order_id = orders.id
    where orders.tenant_id = (select tenant_id from users where name = $1)
      and orders.status not in ('cancelled', 'returned')
    group by orders.user_id
  ),
  ranked as (
    select *, rank() over (order by spent desc) as rank, count(*) over () as customers
    from spending
  ),
  bought as (
    select products.name, sum(lines.quantity) as quantity
    from orders
    join order_lines as lines on lines.order_id = orders.id
    join products on products.id = lines.product_id
    where orders.user_id = (select id from users where name = $1)
    group by products.name
    order by quantity desc, products.name
    limit 3
  )
  select
    users.name as id,
    users.display_name as "displayName",
    users.city,
    users.bio,
    users.version,
    users.created_at as "memberSince",
    tenants.name as shop,
    coalesce(ranked.orders, 0) as orders,
    coalesce(ranked.spent, 0) as "spentCents",
    ranked.last_order_at as "lastOrderAt",
    ranked.rank,
    (select count(*) from spending) as customers,
    coalesce((select json_agg(bought) from bought), '[]') as favourites
  from users
  join tenants on tenants.id = users.tenant_id
  left join ranked on ranked.user_id = users.id
  where users.name = $1`;

const differs = '(display_name, city, bio) is distinct from ($2, $3, $4)';

const update = `
  update users
  set display_name = $2, city = $3, bio = $4, version = version + 1, updated_at = now()
  where name = $1 and version = coalesce($5, version) and ${differs}
  returning version`;

const compare = `select version, not (${differs}) as same from users where name = $1`;

import type { Scope } from '../access/scope.js';
import type { Sql } from '../database/sql.js';

/** Positions of one block. */
export const BLOCK = 1_000n;
/** Blocks that one statement makes. */
export const BLOCKS_AT_ONCE = 20;
/** Digits of the codes of province, prefecture, county, town and village. */
const REGION_DIGITS = [2, 4, 6, 9, 12];

/**
 * Makes the next blocks of which every position was given. Positions are given upwards, so none comes to them later. What a restore
 * left free (`FeedEpoch`) is passed over: a block without a row has nothing in it.
 */
export const MAKE_BLOCKS = `
  INSERT INTO outbox_block (no, public, tenants, regions)
  SELECT b.no, e.public, e.tenants, e.regions
  FROM (SELECT (min(position) - 1) / ${BLOCK} AS no FROM outbox
    WHERE position > (SELECT coalesce(max(no) + 1, 0)::bigint * ${BLOCK} FROM outbox_block)) first
  CROSS JOIN LATERAL generate_series(first.no, least(first.no + ${BLOCKS_AT_ONCE - 1}, (SELECT max(position) / ${BLOCK} - 1 FROM outbox))) b (no)
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(o.public), false) AS public,
      ARRAY(SELECT DISTINCT t FROM outbox x, unnest(x.tenants) t WHERE x.position > b.no * ${BLOCK} AND x.position <= (b.no + 1) * ${BLOCK}) AS tenants,
      ARRAY(SELECT DISTINCT left(x.region, d) FROM outbox x, unnest('{${REGION_DIGITS.join(',')}}'::integer[]) d
        WHERE x.position > b.no * ${BLOCK} AND x.position <= (b.no + 1) * ${BLOCK} AND x.region IS NOT NULL) AS regions
    FROM outbox o WHERE o.position > b.no * ${BLOCK} AND o.position <= (b.no + 1) * ${BLOCK}
  ) e
  ON CONFLICT (no) DO NOTHING`;

/** Blocks `b` with something that the caller may see. */
export function visibleBlocks(scope: Scope, sql: Sql): Sql {
  const ways = ['b.public'];
  if (scope.organisations.length > 0) ways.push(`b.tenants && ${sql.p(scope.organisations)}::uuid[]`);
  const places = scope.regions.filter((prefix) => REGION_DIGITS.includes(prefix.length));
  if (places.length > 0) ways.push(`b.regions && ${sql.p(places)}::text[]`);
  if (places.length < scope.regions.length) ways.push(`b.regions <> '{}'`);
  return sql.and(ways.join(' OR '));
}

import type { Tx } from '../../kernel/database/transactions.js';
import { SETUP_CODE, USED_CODE } from './acting/acting-kinds.js';

/** SQL: the person behind this column; a key is the hand of who holds it. */
export const personSql = (column: string): string =>
  `coalesce((SELECT holder_id FROM api_key WHERE id = ${column}), ${column})`;

/** SQL: the user or key in this column is the person $2. */
export const isSamePerson = (column: string): string => `${personSql(column)} = ${personSql('$2')}`;

/**
 * SQL: the hands that the account or key in this column is in, as rows of `id`: its person's own, of whoever was shown a whole
 * code of the account that still works or was used, of whoever was shown theirs, and so on. Only a code that two administrators gave,
 * or who runs the system, takes it out of a hand: two managers in one hand could give each other a later one.
 */
const handsSql = (name: string, column: string): string => `${name} AS (
  SELECT ${personSql(column)} AS id
  UNION SELECT c.given_to FROM ${name} h JOIN setup_code c ON c.user_id = h.id
  WHERE c.given_to IS NOT NULL AND CASE WHEN c.used_at IS NULL THEN c.expires_at > clock_timestamp()
    ELSE NOT EXISTS (
      SELECT FROM setup_code x WHERE x.user_id = c.user_id AND x.given_to IS NULL AND x.used_at > c.used_at) END)`;

/** SQL: the users or keys in these two columns are one person, or their accounts are in one hand; never null. */
export const isInOneHandSql = (one: string, other: string): string => `EXISTS (
  WITH RECURSIVE ${handsSql('first_hand', one)}, ${handsSql('second_hand', other)}
  SELECT FROM first_hand JOIN second_hand USING (id))`;

/** SQL: the same of this column and $2. */
export const isInOneHand = (column: string): string => isInOneHandSql(column, '$2::uuid');

/** Whether one of these users or keys is the person who asks, or their accounts are in one hand, or may be: a code of theirs was written by hand. */
export async function isAnyInOneHand(tx: Tx, of: readonly string[], by: string | null): Promise<boolean> {
  if (of.length === 0 || by === null) return false;
  const rows = await tx.query(
    `SELECT FROM unnest($1::uuid[]) AS first(by_whom) WHERE ${isInOneHand('first.by_whom')} LIMIT 1`,
    [of, by],
  );
  return rows.length > 0 || !(await areHandsWhole(tx, [...of, by]));
}

/** Whether the codes of this account, open or used, are those that were given: only then is it known in whose hand it is. */
export const areCodesWhole = (tx: Tx, user: string): Promise<boolean> =>
  tx.areRowsWhole([SETUP_CODE, USED_CODE], 'user_id', user);

/** The same of all accounts that the hands of these lead to. */
async function areHandsWhole(tx: Tx, accounts: readonly string[]): Promise<boolean> {
  const hands = await tx.query<{ id: string }>(
    `SELECT DISTINCT h.id FROM unnest($1::uuid[]) AS one(who),
       LATERAL (WITH RECURSIVE ${handsSql('hand', 'one.who')} SELECT id FROM hand) h ORDER BY h.id`,
    [accounts],
  );
  for (const { id } of hands) if (!(await areCodesWhole(tx, id))) return false;
  return true;
}

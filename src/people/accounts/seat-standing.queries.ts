import type { Tx } from '../../kernel/database/transactions.js';
import { loadBodySeats } from '../organisations/identity/body-seats.js';
import { MANAGER, SITTER } from './acting/acting-kinds.js';
import { isSupplying, overseesRegion, type Role } from './roles.js';
import { areCodesWhole, isAnyInOneHand } from './same-person.queries.js';

/** SQL: the seat counts by now; one that two administrators gave does so a day later. */
export const seatInForceSql = (seat: string): string =>
  `(${seat}.in_force_at IS NULL OR ${seat}.in_force_at <= business_now())`;

/** A seat of an account as it stands, whether it counts by now or not. */
export interface StandingSeat {
  organisation: string | null;
  role: Role;
  outside_since: Date | null;
}

export const loadSeats = (tx: Tx, user: string): Promise<StandingSeat[]> =>
  tx.query(
    `SELECT organisation_id AS organisation, role, outside_since FROM seat WHERE user_id = $1 ORDER BY created_at, role`,
    [user],
  );

/**
 * Until the commit nobody else gives or ends a seat or a code in these bodies: what stands there now is what is decided on.
 * Taken in one order, so that two never wait for each other, and before the seats refer to the bodies: who changes a body holds it,
 * then this, and with a new name of it waits for whoever refers to it.
 */
export async function lockBodies(tx: Tx, bodies: readonly string[]): Promise<void> {
  for (const body of [...new Set(bodies.map((id) => id.toLowerCase()))].sort())
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('seats of ' || $1::uuid::text, 0))`, [body]);
}

/** The bodies in which an account sits, those whose seats are still to come included. */
export async function loadBodies(tx: Tx, user: string): Promise<string[]> {
  const seats = await loadSeats(tx, user);
  return [...new Set(seats.flatMap(({ organisation }) => (organisation === null ? [] : [organisation])))];
}

/** Of these bodies, those that an active manager has, other than this account. */
export async function listManagedBodies(tx: Tx, bodies: readonly string[], but: string | null): Promise<string[]> {
  const rows = await tx.query<{ body: string }>(
    `SELECT DISTINCT s.organisation_id AS body FROM seat s JOIN app_user u ON u.id = s.user_id
     WHERE s.role = 'agency_manager' AND s.organisation_id = ANY ($1::uuid[]) AND u.state = 'active'
       AND s.user_id IS DISTINCT FROM $2::uuid AND ${seatInForceSql('s')}`,
    [bodies, but],
  );
  return [...new Set([...rows.map(({ body }) => body), ...(await listRobbedBodies(tx, bodies))])];
}

/**
 * Of these bodies, those of which a seat was taken away by hand, or of which an entry that is none of ours hides who sits there:
 * whoever did it would have them without anybody.
 */
async function listRobbedBodies(tx: Tx, bodies: readonly string[]): Promise<string[]> {
  const robbed: string[] = [];
  for (const body of new Set(bodies.map((id) => id.toLowerCase()))) {
    const bound = await tx.findBoundIds([MANAGER, SITTER], body);
    const ids = bound?.flat() ?? [];
    if (bound !== null && ids.length === 0) continue;
    const there = await tx.query(
      `SELECT FROM seat WHERE id = ANY ($1::uuid[]) AND organisation_id = $2 AND (role = 'agency_manager') = (id = ANY ($3::uuid[]))`,
      [ids, body, bound?.[0] ?? []],
    );
    if (bound === null || there.length < ids.length) robbed.push(body);
  }
  return robbed;
}

/** Who sits in a body, apart from one account: anybody, and anybody as its manager, active or not. */
export async function loadSitting(
  tx: Tx,
  body: string,
  but: string | null,
): Promise<{ somebody: boolean; manager: boolean }> {
  const [row] = await tx.query<{ somebody: boolean; manager: boolean }>(
    `SELECT count(*) > 0 AS somebody, count(*) FILTER (WHERE role = 'agency_manager') > 0 AS manager
     FROM seat WHERE organisation_id = $1 AND user_id IS DISTINCT FROM $2::uuid`,
    [body, but],
  );
  const robbed = (await listRobbedBodies(tx, [body])).length > 0;
  return { somebody: robbed || row?.somebody === true, manager: robbed || row?.manager === true };
}

/** For so long whoever ended a seat there does not say alone what it is. */
const REMEMBERED_DAYS = 30;
const SINCE = `least(business_now(), clock_timestamp(), $3::timestamptz) - $2 * interval '1 day'`;

/** Who ended seats of the body lately, by business time, by the wall clock of the database and by that of this process; the entries of the body name few who may have. */
async function listSeatEnders(tx: Tx, body: string, ownNow: Date | null): Promise<string[]> {
  const rows = await tx.query<{ id: string | null }>(
    `SELECT DISTINCT b.actor_id AS id FROM audit_entry b
     WHERE b.aggregate_type = 'organisation' AND b.aggregate_id = $1 AND b.at >= ${SINCE}
       AND EXISTS (SELECT FROM audit_entry e
         CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.canonical, 'UTF8')::jsonb #> '{data,ended}') s
         WHERE e.actor_id = b.actor_id AND e.action = 'seats_changed' AND e.at >= ${SINCE} AND e.tenants @> ARRAY[$1::uuid]
           AND s.value ->> 'organisation' = $1)`,
    [body, REMEMBERED_DAYS, ownNow],
  );
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** Where a seat was taken away by hand, it may have been any. */
loadBodySeats.contribute(async (tx, body) => {
  await lockBodies(tx, [body]);
  const seats = await tx.query<{ role: Role }>(`SELECT DISTINCT role FROM seat WHERE organisation_id = $1`, [body]);
  const robbed = (await listRobbedBodies(tx, [body])).length > 0;
  return {
    somebody: robbed || seats.length > 0,
    regional: robbed || seats.some(({ role }) => overseesRegion(role)),
    suppliersOnly: !robbed && seats.every(({ role }) => isSupplying(role)),
    agents: robbed || seats.some(({ role }) => isSupplying(role)),
    isSeatEnder: async (ownNow) => isAnyInOneHand(tx, await listSeatEnders(tx, body, ownNow), tx.principal.id),
  };
});

/** SQL: somebody has set a password for the account `u`, at any time. */
const TAKEN_INTO_USE = `(u.password_hash IS NOT NULL
  OR EXISTS (SELECT FROM setup_code c WHERE c.user_id = u.id AND c.used_at IS NOT NULL))`;

/** SQL: the account of this id was ever taken into use. */
export const isInUseSql = (user: string): string =>
  `EXISTS (SELECT FROM app_user u WHERE u.id = ${user} AND ${TAKEN_INTO_USE})`;

/** Whether the account was ever taken into use, and whether another one of these bodies was. */
export async function loadUse(
  tx: Tx,
  user: string,
  bodies: readonly string[],
): Promise<{ own: boolean; others: boolean }> {
  const [row] = await tx.query<{ own: boolean; others: boolean }>(
    `SELECT EXISTS (SELECT FROM app_user u WHERE u.id = $1 AND ${TAKEN_INTO_USE}) AS own,
       EXISTS (SELECT FROM seat s JOIN app_user u ON u.id = s.user_id
               WHERE s.organisation_id = ANY ($2::uuid[]) AND u.id <> $1 AND ${TAKEN_INTO_USE}) AS others`,
    [user, bodies],
  );
  const robbed = (await listRobbedBodies(tx, bodies)).length > 0;
  return { own: row?.own === true || !(await areCodesWhole(tx, user)), others: robbed || row?.others === true };
}

/**
 * SQL: who was shown a whole code of the account in this column that still works, else the one that was used last. Whoever was
 * may have used it: the account is in that hand until a code of another has been used. Null where nobody was.
 */
const codeHolderSql = (user: string): string =>
  `(SELECT c.given_to FROM setup_code c
    WHERE c.user_id = ${user} AND c.given_to IS NOT NULL
      AND ((c.used_at IS NULL AND c.expires_at > clock_timestamp())
        OR c.used_at = (SELECT max(x.used_at) FROM setup_code x WHERE x.user_id = ${user}))
    ORDER BY c.used_at IS NULL DESC, c.created_at DESC LIMIT 1)`;

export async function findCodeHolder(tx: Tx, user: string): Promise<string | null> {
  const [row] = await tx.query<{ holder: string | null }>(
    `SELECT ${codeHolderSql('u.id')} AS holder FROM app_user u WHERE u.id = $1`,
    [user],
  );
  return row?.holder ?? null;
}

/** Whether this person was shown the code of another account of one of these bodies, and may have it in hand. */
export async function holdsCodeThere(
  tx: Tx,
  holder: string | null,
  bodies: readonly string[],
  but: string,
): Promise<boolean> {
  if (holder === null || bodies.length === 0) return false;
  const rows = await tx.query<{ user: string; held: boolean }>(
    `SELECT o.user_id AS user, ${codeHolderSql('o.user_id')} IS NOT DISTINCT FROM $1::uuid AS held FROM (
       SELECT s.user_id FROM seat s WHERE s.organisation_id = ANY ($2::uuid[])
       UNION SELECT q.user_id FROM account_request q WHERE q.state = 'asked' AND q.role IS NOT NULL AND q.organisation_id = ANY ($2::uuid[])
     ) o WHERE o.user_id <> $3`,
    [holder, bodies, but],
  );
  for (const { user, held } of rows) if (held || !(await areCodesWhole(tx, user))) return true;
  return false;
}

/** Whether an account was taken into use, or somebody was shown a whole code of it. */
export async function isInSomeHand(tx: Tx, user: string): Promise<boolean> {
  if ((await loadUse(tx, user, [])).own) return true;
  const shown = await tx.query(`SELECT FROM setup_code WHERE user_id = $1 AND given_to IS NOT NULL LIMIT 1`, [user]);
  return shown.length > 0;
}

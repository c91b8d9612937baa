import type { Adoption } from '../../../kernel/audit/adopt-once.js';
import type { ChangeLog } from '../../../kernel/audit/change-log.js';
import type { RowKind } from '../../../kernel/audit/row-kinds.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import {
  ACCOUNT,
  ACCOUNT_REQUEST,
  API_KEY,
  MANAGER,
  PASSWORD,
  SEAT,
  SETUP_CODE,
  SITTER,
  USED_CODE,
} from './acting-kinds.js';
import { actingSql } from './acting-rows.js';

/** The entry that says that it was done. */
const MARK = { aggregate: 'installation', id: 'acting_rows' };

/**
 * Binds the rows of a database that was used before rows were bound: once, by `migrate`. Every later entry of an account says
 * which of its rows count, so such an entry, or the mark, means that nothing is left to adopt; only an account whose newest
 * entry is sealed and older than that is taken. Sessions are not: everybody signs in anew.
 */
export const ACTING_ROWS: Adoption = {
  name: 'rows',
  isAdopted,
  async adopt(tx, log) {
    const adopted =
      (await adoptAccounts(tx, log)) +
      (await adoptRows(
        tx,
        log,
        API_KEY,
        await tx.query(`SELECT id FROM api_key WHERE state = 'active' ORDER BY created_at, id`),
      )) +
      (await adoptRows(
        tx,
        log,
        ACCOUNT_REQUEST,
        await tx.query(`SELECT id FROM account_request WHERE state = 'asked' ORDER BY created_at, id`),
      ));
    if (adopted > 0) await tx.record({ ...MARK, action: 'adopted', data: { adopted } });
    return adopted;
  },
};

/** Nobody has an account yet, or rows are bound by now. */
async function isAdopted(from: Reader): Promise<boolean> {
  const [row] = await from.query<{ adopted: boolean }[]>(
    `SELECT NOT EXISTS (SELECT FROM app_user)
       OR EXISTS (SELECT FROM audit_entry WHERE aggregate_type = '${MARK.aggregate}' AND aggregate_id = '${MARK.id}')
       OR EXISTS (SELECT FROM audit_entry WHERE aggregate_type IN ('user', 'session', 'api_key')
                    AND convert_from(canonical, 'UTF8') LIKE '%,"rows":{%') AS adopted`,
  );
  return row?.adopted ?? true;
}

async function adoptAccounts(tx: Tx, log: ChangeLog): Promise<number> {
  const users = await tx.query<{ id: string; seats: string[]; codes: string[] }>(
    `SELECT u.id, ARRAY(SELECT s.id::text FROM seat s WHERE s.user_id = u.id) AS seats,
       ARRAY(SELECT encode(c.hash, 'hex') FROM setup_code c WHERE c.user_id = u.id AND c.used_at IS NULL) AS codes
     FROM app_user u ORDER BY u.created_at, u.id`,
  );
  let adopted = 0;
  for (const { id, seats, codes } of users) {
    if (!(await log.bound.isEarlier(tx.manager, 'user', id))) continue;
    tx.bindRow(ACCOUNT, id, id);
    tx.bindRow(PASSWORD, id, id);
    for (const seat of seats) tx.bindRow(SEAT, id, seat);
    for (const code of codes) tx.bindRow(SETUP_CODE, id, code);
    await tx.recordBoundRows();
    adopted++;
  }
  return adopted;
}

/** Rows that are aggregates of their own; `ids` are those that count. */
async function adoptRows(tx: Tx, log: ChangeLog, kind: RowKind, ids: readonly { id: string }[]): Promise<number> {
  let adopted = 0;
  for (const { id } of ids) {
    if (!(await log.bound.isEarlier(tx.manager, kind.aggregate, id))) continue;
    tx.bindRow(kind, id, id);
    await tx.recordBoundRows();
    adopted++;
  }
  return adopted;
}

/**
 * Binds seats of before to their bodies, so that none can be taken away by hand unseen; a seat that nobody was given is not
 * taken.
 */
const declareSeatAdoption = (name: string, kind: RowKind, mark: string): Adoption => ({
  name,
  /** Each is named by an entry of its body, or it was done. */
  async isAdopted(from) {
    const [row] = await from.query<{ adopted: boolean }[]>(
      `SELECT NOT EXISTS (
           SELECT FROM seat t WHERE ${kind.acts} AND t.organisation_id IS NOT NULL AND NOT EXISTS (
             SELECT FROM audit_entry e WHERE e.aggregate_type = 'organisation' AND e.aggregate_id = t.organisation_id::text
               AND strpos(convert_from(e.canonical, 'UTF8'), t.id::text) > 0))
         OR EXISTS (SELECT FROM audit_entry WHERE aggregate_type = '${MARK.aggregate}' AND aggregate_id = '${mark}') AS adopted`,
    );
    return row?.adopted ?? true;
  },
  async adopt(tx, log) {
    const seats = await tx.query<{ id: string; user_id: string; body: string; seat: StoredContent }>(
      `SELECT t.id, t.user_id, t.organisation_id AS body, ${actingSql(SEAT, 't')} AS seat FROM seat t
       WHERE ${kind.acts} AND t.organisation_id IS NOT NULL ORDER BY t.organisation_id, t.id`,
    );
    let adopted = 0;
    for (const { id, user_id, body, seat } of seats) {
      const { rows } = await log.bound.load(tx.manager, 'user', user_id);
      if (!log.bound.holds(rows ?? null, SEAT, seat)) continue;
      if ((await tx.loadBoundIds(kind, body)).includes(id)) continue;
      tx.bindRow(kind, body, id);
      adopted++;
    }
    await tx.recordBoundRows();
    await tx.record({ aggregate: MARK.aggregate, id: mark, action: 'adopted', data: { adopted } });
    return adopted;
  },
});

export const SEAT_ROWS = [
  declareSeatAdoption('managers', MANAGER, 'manager_rows'),
  declareSeatAdoption('sitters', SITTER, 'sitter_rows'),
];

/** Binds codes that were used before used codes were bound: once, and never when any entry names one. */
export const USED_CODES: Adoption = {
  name: 'used codes',
  async isAdopted(from) {
    const [row] = await from.query<{ adopted: boolean }[]>(
      `SELECT NOT EXISTS (SELECT FROM setup_code WHERE used_at IS NOT NULL)
         OR EXISTS (SELECT FROM audit_entry WHERE aggregate_type = '${USED_CODE.aggregate}'
              AND strpos(convert_from(canonical, 'UTF8'), '"${USED_CODE.name}":{') > 0) AS adopted`,
    );
    return row?.adopted ?? true;
  },
  async adopt(tx) {
    const codes = await tx.query<{ user: string; hash: string }>(
      `SELECT user_id AS user, encode(hash, 'hex') AS hash FROM setup_code WHERE used_at IS NOT NULL ORDER BY user_id, hash`,
    );
    for (const { user, hash } of codes) tx.bindRow(USED_CODE, user, hash);
    await tx.recordBoundRows();
    return codes.length;
  },
};

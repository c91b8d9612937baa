import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import type { RowKind } from '../../../kernel/audit/row-kinds.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { ACCOUNT_REQUEST, API_KEY, REGISTRATION_CLAIM, REGISTRATION_MAILBOX, WEBHOOK_PLACE } from './acting-kinds.js';
import { actingSql, newestEntrySql, type ActingRows } from './acting-rows.js';

interface Read {
  acting: StoredContent;
  newest: Head | null;
}

/** SQL: one row that is an aggregate of its own, with its newest entry. */
const readRowSql = (kind: RowKind): string =>
  `SELECT ${actingSql(kind, 'r')} AS acting, ${newestEntrySql(kind.aggregate, 'r.id')} AS newest FROM ${kind.table} r WHERE r.id = $1`;

/** Whether a row that is an aggregate of its own is what the product wrote last. */
export const createBoundCheck = (kind: RowKind) => {
  const text = readRowSql(kind);
  return async (tx: Tx, rows: ActingRows, id: string): Promise<boolean> => {
    const [row] = await tx.query<Read>(text, [id]);
    return (
      row !== undefined &&
      (await rows.open(tx.manager, { aggregate: kind.aggregate, id, newest: row.newest }))(kind, row.acting)
    );
  };
};

/** Whether a locked key is what the product wrote: a secret that is given anew must bind nothing that others put there. */
export const isBoundKey = createBoundCheck(API_KEY);
/** Whether a locked request is: whoever agrees to it gives the seat or the code that it names. */
export const isBoundRequest = createBoundCheck(ACCOUNT_REQUEST);
/** Whether the claim code of a locked registration is: who has it is shown the code of the account. */
export const isBoundClaim = createBoundCheck(REGISTRATION_CLAIM);
/** Whether the mailbox of a locked registration is the one that was filed last. */
export const isBoundMailbox = createBoundCheck(REGISTRATION_MAILBOX);

/** Whether an endpoint stands as its holder said last. One that no change has bound yet, of an earlier version, is believed. */
export async function isBoundEndpoint(reader: Reader, rows: ActingRows, id: string): Promise<boolean> {
  const [row] = await reader.query<Read[]>(readRowSql(WEBHOOK_PLACE), [id]);
  if (row === undefined) return false;
  const owner = { aggregate: WEBHOOK_PLACE.aggregate, id, newest: row.newest };
  return (
    (await rows.isUnnamed(reader, owner, WEBHOOK_PLACE)) || (await rows.open(reader, owner))(WEBHOOK_PLACE, row.acting)
  );
}

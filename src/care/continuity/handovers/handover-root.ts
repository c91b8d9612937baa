import { createHash } from 'node:crypto';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { isPlainDate, later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { formatRecipientNumber } from '../../delivery/records/recipient.rules.js';
import { CONTRACT_PARTIES, isInsider } from '../../../purchase/tenders/reads/tender-visibility.js';
import { contractEndSql, isOvertakenSql, isServed } from '../plan-standing.queries.js';
import { isLastSql, isPassing, listFitReceiversSql, receiverContractSql, SAYS } from './standing-handovers.queries.js';
import type { Recipient } from '../../delivery/records/recipient.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

/** SQL: who sees handover `h` of contract `r`: the two parties, who is to take them over, who watches over the buyer. */
export const isShown = (sql: Sql, scope: Scope): string =>
  `(${isInsider(sql, scope, CONTRACT_PARTIES)}) OR ${isMine(sql, scope, 'h.receiver_id')}`;

/** SQL: who sees which recipients handover `h` passes: who is to take them over no more once they were refused, or taken back. */
export const isListed = (sql: Sql, scope: Scope): string =>
  `(${isInsider(sql, scope, CONTRACT_PARTIES)}) OR h.state IN ('offered', 'acknowledged') AND ${isMine(sql, scope, 'h.receiver_id')}`;

/** What the caller may do with it: what the buyer may, and what who is to take them over may, each by a seat there. */
export function listHandoverPermissions(
  caller: Parameters<typeof listPermittedBodies>[0],
  { buyer, receiver }: { buyer: string | null; receiver: string },
): Set<string> {
  const held = new Set<string>();
  if (listPermittedBodies(caller, 'plan.propose').includes(buyer ?? '')) held.add('plan.propose');
  if (listPermittedBodies(caller, 'handover.receive').includes(receiver)) held.add('handover.receive');
  return held;
}

export type Served = Pick<StoredRow<Recipient>, 'id' | 'no'>;

/** Whom the agency of a contract serves on a line by now and nobody has taken over, locked in the order of all locks of recipients. */
export const lockServedRecipients = (tx: Tx, contract: string, line: string): Promise<Served[]> =>
  tx.query<Served>(
    `SELECT r.id, r.no FROM recipient r JOIN contract c ON c.id = $1
     WHERE ${isServed('r', 'c', '$2::uuid')} AND NOT ${isPassing('r')} ORDER BY r.id FOR NO KEY UPDATE OF r`,
    [contract, line],
  );

/** Over the numbers: the same people are the same hash, whatever else is said of them. */
export const hashRecipients = (served: readonly Served[]): string =>
  createHash('sha256')
    .update(
      served
        .map(({ no }) => formatRecipientNumber(no))
        .sort()
        .join('\n'),
    )
    .digest('hex');

/** Bodies to which the agreed plan passes the recipients of a line: whom it names, or the agency of the successor. */
export async function findFitReceivers(tx: Tx, contract: string, line: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(listFitReceiversSql('$1', '$2', SAYS), [contract, line]);
  return rows.map(({ id }) => id);
}

/**
 * Under which contract recipients who are taken over today are served from then on: the one that the offer names, else the first one of the
 * receiver that follows on the line, if any. And from which day: today, or the later one on which what follows begins by the agreed plan or
 * by that contract, and never while the former contract runs. Where that was ended early since the plan was agreed on, the day of the plan is
 * no more: they pass at once.
 */
export async function findPassing(
  tx: Tx,
  handover: string,
  today: PlainDate,
): Promise<{ toContractId: string | null; passesOn: PlainDate }> {
  const [row] = await tx.query<{ id: string | null; planned: string | null; begins: string | null }>(
    `SELECT n.id, greatest(${contractEndSql('c')} + 1, CASE WHEN NOT ${isOvertakenSql('p', 'c')} THEN i.starts_on END)::text AS planned,
       coalesce(n.started_on::text, n.window_start) AS begins
     FROM handover h JOIN contract c ON c.id = h.contract_id
     LEFT JOIN continuity_plan p ON p.contract_id = c.id AND ${isLastSql(SAYS)}
     LEFT JOIN continuity_plan_item i ON i.plan_id = p.id AND i.service_line_id = h.service_line_id
     LEFT JOIN contract n ON n.id = ${receiverContractSql('h', 'c')}
     WHERE h.id = $1`,
    [handover],
  );
  const days = [row?.planned, row?.begins];
  // A first day that is known to a month or a year only is none to wait for.
  return {
    toContractId: row?.id ?? null,
    passesOn: days.flatMap((day) => (isPlainDate(day) ? [day] : [])).reduce(later, today),
  };
}

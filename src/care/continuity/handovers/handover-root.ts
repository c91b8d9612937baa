import { createHash } from 'node:crypto';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { isPlainDate, later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { formatRecipientNumber } from '../../delivery/records/recipient.rules.js';
import { CONTRACT_PARTIES, isInsider } from '../../../purchase/tenders/reads/tender-visibility.js';
import { isServed, isSuccessor, planStateSql } from '../plan-standing.queries.js';
import type { Recipient } from '../../delivery/records/recipient.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

/** SQL: who sees handover `h` of contract `r`: the two parties, who is to take them over, who watches over the buyer. */
export const isShown = (sql: Sql, scope: Scope): string =>
  `(${isInsider(sql, scope, CONTRACT_PARTIES)}) OR ${isMine(sql, scope, 'h.receiver_id')}`;

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
/** SQL: somebody has taken recipient `r` over who does not serve them yet. */
export const isPassing = (r: string): string => `EXISTS (
  SELECT FROM handover_recipient y JOIN handover x ON x.id = y.handover_id
  WHERE y.recipient_id = ${r}.id AND x.state = 'acknowledged' AND x.passed_at IS NULL)`;

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

/** SQL: plan `p` of contract `c` says who takes its recipients: the last one that was agreed, also once it was carried out. */
const SAYS = `${planStateSql('p', 'c')} IN ('agreed', 'carried_out') AND p.no = (SELECT max(q.no) FROM continuity_plan q
  WHERE q.contract_id = c.id AND ${planStateSql('q', 'c')} IN ('agreed', 'carried_out'))`;

/** Bodies to which the agreed plan passes the recipients of a line: whom it names, or the agency of the successor. */
export async function findFitReceivers(tx: Tx, contract: string, line: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT i.receiver_id AS id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       JOIN continuity_plan_item i ON i.plan_id = p.id
     WHERE c.id = $1 AND i.service_line_id = $2 AND ${SAYS} AND i.receiver_id IS NOT NULL
     UNION SELECT s.supplier_id FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       JOIN continuity_plan_item i ON i.plan_id = p.id JOIN contract s ON ${isSuccessor('s', 'c', 'i.service_line_id')}
     WHERE c.id = $1 AND i.service_line_id = $2 AND ${SAYS} AND i.kind = 'retender' AND s.supplier_id <> c.supplier_id`,
    [contract, line],
  );
  return rows.map(({ id }) => id);
}

/**
 * The day on which recipients who are taken over today pass: today, or the later one on which what follows begins by the agreed
 * plan, or by the receiver's contract where the offer names one.
 */
export async function findPassingDay(
  tx: Tx,
  {
    contract,
    serviceLineId,
    toContractId,
  }: { contract: { id: string }; serviceLineId: string; toContractId: string | null },
  today: PlainDate,
): Promise<PlainDate> {
  const rows = await tx.query<{ start: string | null }>(
    `SELECT i.starts_on::text AS start FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
       JOIN continuity_plan_item i ON i.plan_id = p.id WHERE c.id = $1 AND i.service_line_id = $2 AND ${SAYS}
     UNION ALL SELECT coalesce(s.started_on::text, s.window_start) FROM contract s WHERE s.id = $3`,
    [contract.id, serviceLineId, toContractId],
  );
  // A first day that is known to a month or a year only is none to wait for.
  return rows.flatMap(({ start }) => (isPlainDate(start) ? [start] : [])).reduce(later, today);
}

/**
 * SQL: handovers whose recipients were taken over, and are still to pass, for another day or by another body than the plan says that was agreed
 * on since, with the instant of that agreement. They are taken back and offered anew: nobody takes them over otherwise than it said.
 */
export const OUTDATED_HANDOVERS = `
  SELECT x.id, x.contract_id, x.service_line_id, x.receiver_id, p.since FROM handover x
  JOIN contract c ON c.id = x.contract_id JOIN continuity_plan p ON p.contract_id = c.id AND p.since > x.since
  JOIN continuity_plan_item i ON i.plan_id = p.id AND i.service_line_id = x.service_line_id LEFT JOIN contract s ON s.id = x.to_contract_id
  WHERE x.state = 'acknowledged' AND x.passed_at IS NULL AND x.passes_on > business_today() AND p.state = 'agreed' AND ${SAYS}
    AND (i.receiver_id <> x.receiver_id OR x.passes_on::text <> greatest(x.acknowledged_on::text, i.starts_on::text,
      CASE WHEN s.started_on IS NOT NULL THEN s.started_on::text WHEN length(s.window_start) = 10 THEN s.window_start END))`;

import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { toTenderChange } from '../open-tender.js';
import type { ConductedTender } from '../conducted/conducted-tender.js';
import { writeCorrection } from '../corrections/corrections.js';
import {
  computeResumedDeadline,
  computeResumedLastDay,
  computeSuspensionStart,
  LONGEST_SUSPENSION,
} from './suspension.rules.js';
import type { Lot } from '../lots/lot.entity.js';
import { changeLots, readSignedInstants, signInstants } from '../lots/opening-instants.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

type LotRow = Pick<StoredRow<Lot>, 'id' | 'no'>;

/** The written notice of the authority: its number, the days that it states, the complaint that it is for. */
export interface SuspensionNotice {
  remedy?: string | undefined;
  notice?: string | undefined;
  days?: number | undefined;
}

/**
 * SQL: the days that the complaint `remedy` has had of these lots, as many as its notices stated: the rest days that prolong
 * the last one are not counted.
 */
export const suspendedDaysSql = (remedy: string, ofLots: string): string => `
  SELECT coalesce(max(s.days), 0)::int AS days FROM (
    SELECT sum(least(x.days, (x.ended AT TIME ZONE 'Asia/Shanghai')::date - (x.began AT TIME ZONE 'Asia/Shanghai')::date)) AS days
    FROM suspension_spell x JOIN lot l ON l.id = x.lot_id
    WHERE x.remedy_id = ${remedy} AND ${ofLots} AND x.ended IS NOT NULL GROUP BY x.lot_id) s`;

/** Begins what the notice states; answers the instant from which its thirty days count. */
export async function beginSpell(
  tx: Tx,
  { remedy, notice, days = LONGEST_SUSPENSION }: SuspensionNotice,
  lots: readonly string[],
): Promise<Date> {
  const now = await tx.now();
  await tx.query(
    `INSERT INTO suspension_spell (remedy_id, lot_id, began, notice, days) SELECT $1, unnest($2::uuid[]), $3, $4, $5`,
    [remedy, lots, now, notice ?? null, days],
  );
  return computeSuspensionStart(now, days);
}

/**
 * Law article 57: nothing goes on until the authority lets it, or the thirty days are over. All lots share the deadline.
 * Answers the columns of the tender that change with its state.
 */
export async function suspendLots(
  tx: Tx,
  tender: ConductedTender,
  { reason, ...notice }: { reason: string } & SuspensionNotice,
): Promise<{ suspendedFrom: ConductedTender['state']; suspendedAt: Date; suspensionCountsFrom: Date }> {
  const now = await tx.now();
  const lots = await tx.query<LotRow>(
    `UPDATE lot SET state = 'suspended', suspended_from = 'open', suspended_at = $2
     WHERE tender_id = $1 AND state = 'open' RETURNING id, no`,
    [tender.id, now],
  );
  const ids = lots.map(({ id }) => id);
  const from = await beginSpell(tx, notice, ids);
  await tx.query(`UPDATE lot SET suspension_counts_from = $2 WHERE id = ANY ($1::uuid[])`, [ids, from]);
  await signInstants(tx, tender.id, { event: 'suspend', lots: changeLots(ids, { suspendedAt: now }) });
  await tellOfLots(tx, tender, lots, { action: 'suspend_with_tender', from: 'open', to: 'suspended', reason });
  return { suspendedFrom: tender.state, suspendedAt: now, suspensionCountsFrom: from };
}

/** Bids are taken again, and nobody has less time for them, or to fetch the documents, than was left. The new deadline is published like a correction. */
export async function resumeLots(
  tx: Tx,
  tender: ConductedTender,
  calendar: WorkingCalendar,
): Promise<Record<string, unknown>> {
  const now = await tx.now();
  const lots = await tx.query<LotRow>(
    `UPDATE lot SET state = 'open', suspended_from = NULL, resumed_at = $2
     WHERE tender_id = $1 AND state = 'suspended' RETURNING id, no`,
    [tender.id, now],
  );
  // What is left is computed from what was signed, so that no row can bring the opening forward.
  const signed = await readSignedInstants(tx, tender.id);
  const before = signed?.deadlineAt ?? tender.deadline_at ?? now;
  const suspendedAt = signed?.suspendedAt ?? tender.suspended_at ?? now;
  const deadline = computeResumedDeadline(before, suspendedAt, now, calendar);
  const moved = deadline.getTime() !== before.getTime();
  const last = tender.plan.documentsTo;
  const days = { suspended: suspendedAt, resumed: now, deadline };
  const documentsTo = last === null ? null : computeResumedLastDay(last, days, calendar);
  const plan = { deadlineAt: deadline.toISOString(), ...(documentsTo !== last && documentsTo && { documentsTo }) };
  const said = moved ? await writeCorrection(tx, tender, { plan }, '恢复采购活动，截止时间和文件提供期限顺延') : {};
  const ids = lots.map(({ id }) => id);
  await signInstants(tx, tender.id, { event: 'resume', lots: changeLots(ids, { suspendedAt: null }) });
  await tellOfLots(tx, tender, lots, { action: 'resume_with_tender', from: 'suspended', to: 'open' });
  return { ...said, deadline: deadline.toISOString() };
}

/** What the authority decided ends the tender with its lots. */
export async function endSuspendedLots(
  tx: Tx,
  tender: ConductedTender,
  to: 'failed' | 'cancelled',
  reason: string | undefined,
): Promise<void> {
  const lots = await tx.query<LotRow>(
    `UPDATE lot SET state = $2, suspended_from = NULL WHERE tender_id = $1 AND state = 'suspended' RETURNING id, no`,
    [tender.id, to],
  );
  const ids = lots.map(({ id }) => id);
  await signInstants(tx, tender.id, { event: 'end', lots: changeLots(ids, { suspendedAt: null, ended: true }) });
  await tellOfLots(tx, tender, lots, { action: 'end_by_decision', from: 'suspended', to, reason });
}

interface Told {
  action: string;
  from: string;
  to: string;
  reason?: string | undefined;
}
const tellOfLots = (tx: Tx, tender: ConductedTender, lots: readonly LotRow[], told: Told): Promise<unknown> =>
  tx.recordAll(
    lots.map(({ id, no }) => ({
      ...toTenderChange(tender),
      ...told,
      reason: told.reason ?? null,
      aggregate: 'lot',
      id,
      data: { tender: tender.id, no },
      public: true,
    })),
  );

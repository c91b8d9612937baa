import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { drawnAlready } from '../../draws.js';
import { isRestoredSql } from '../../lots/lot-clock.queries.js';
import { resultSubject, type LockedResult } from '../result.subject.js';
import { ReasonedResultDto, ResultDto } from '../results.dto.js';

/**
 * The days to confirm count from the receipt. A buyer that holds an open tender itself has nobody to receive its report from:
 * they count from the end of its review (Order 87 article 68), however late it says that it has it, or of a suspension after it. Where the
 * failure of the lot was annulled they count from the receipt, and nothing is deemed: a remedy sent the decision back.
 */
async function deliver(
  { tx, root: { tender, lot, stored, candidates }, now, principal }: Situation<LockedResult, unknown>,
  receipt: string | null,
): Promise<Outcome<LockedResult>> {
  if (stored === null) throw new Problem('not_found');
  const ties = await drawnAlready(tx, lot.id, candidates);
  const own = tender.agent_id === null && tender.method === 'OPEN_TENDER';
  await tx.query(
    `INSERT INTO lot_result (lot_id, review_id, delivered_at, delivered_by, receipt_reason, ties, runs_from, deeming, cleared_at)
     SELECT $1, v.id, $3, $4, $5, $6, CASE WHEN $7 AND NOT x.restored THEN greatest(v.reported_at, l.resumed_at) ELSE $3 END, NOT x.restored,
       CASE WHEN $7 THEN $3::timestamptz END
     FROM review v JOIN lot l ON l.id = v.lot_id CROSS JOIN LATERAL (SELECT ${isRestoredSql('v')} AS restored) x WHERE v.id = $2`,
    [lot.id, stored.review, now, principal.id, receipt, JSON.stringify(ties), own],
  );
  return { data: { sha256: stored.sha256 } };
}

export const deliverReport = action(resultSubject, 'deliver_report', ResultDto, {
  operationId: 'deliverReport',
  summary: { en: 'Deliver the report of a lot to the buyer', zh: '向采购人送达采购包的评审报告' },
  effect: (situation) => deliver(situation, null),
});

export const recordReceipt = action(resultSubject, 'record_receipt', ReasonedResultDto, {
  operationId: 'recordReportReceipt',
  summary: {
    en: 'Record as the buyer that the report of a lot came another way',
    zh: '采购人自行登记已收到采购包的评审报告',
  },
  effect: (situation) => deliver(situation, situation.given.reason),
});

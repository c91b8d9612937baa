import type { Tx } from '../../../kernel/database/transactions.js';
import { deriveMajority, type Finding, type Found } from './findings.rules.js';
import type { Member, SeatedReview } from '../open-review.js';
import type { ReportedDissent } from '../report/report-types.js';
import type { FoundStage } from '../../bids/rejection.rules.js';

/**
 * Writes down what the caller finds; answers what the panel finds by it, null while no majority does. Until then it may be
 * said anew. Only who sits in the panel now counts.
 */
export async function find(
  tx: Tx,
  { review, me, members }: SeatedReview & { me: Member },
  stage: FoundStage,
  said: readonly Omit<Finding, 'member'>[],
): Promise<Found[] | null> {
  await tx.query(
    `INSERT INTO panel_finding (member_id, bid_id, stage, bid_version, passed, ground, detail, found_at)
     SELECT $1, d.id, $2, d.version, g.passed, g.ground, g.detail, $4
     FROM jsonb_to_recordset($3::jsonb) AS g(bid uuid, passed boolean, ground text, detail text) JOIN bid d ON d.id = g.bid
     ON CONFLICT (member_id, stage, bid_id) DO UPDATE SET bid_version = EXCLUDED.bid_version, passed = EXCLUDED.passed,
       ground = EXCLUDED.ground, detail = EXCLUDED.detail, found_at = EXCLUDED.found_at`,
    [me.id, stage, JSON.stringify(said), await tx.now()],
  );
  const bids = said.map(({ bid }) => bid);
  const findings = await tx.query<Finding>(
    `SELECT f.member_id AS member, f.bid_id AS bid, f.passed, f.ground, f.detail
     FROM panel_finding f JOIN review_member m ON m.id = f.member_id JOIN bid d ON d.id = f.bid_id
     WHERE m.review_id = $1 AND m.ended_at IS NULL AND f.stage = $2 AND f.bid_id = ANY ($3::uuid[])
       AND f.bid_version = d.version ORDER BY f.found_at, f.member_id`,
    [review.id, stage, bids],
  );
  return deriveMajority(findings, bids, members.length);
}

/** What members found otherwise than the panel did, by what was decided. */
export async function loadDissents(tx: Tx, review: string, no: (member: string) => number): Promise<ReportedDissent[]> {
  const rows = await tx.query<Omit<ReportedDissent, 'member'> & { member: string }>(
    `SELECT f.member_id AS member, f.stage, f.bid_id AS bid, f.passed, f.ground, f.detail
     FROM panel_finding f JOIN review_member m ON m.id = f.member_id
     LEFT JOIN bid_check c ON c.bid_id = f.bid_id AND c.stage = f.stage
     LEFT JOIN bid_explanation e ON e.bid_id = f.bid_id AND f.stage = 'price'
     WHERE m.review_id = $1 AND m.ended_at IS NULL AND f.passed <> coalesce(c.passed, e.accepted, f.passed)
     ORDER BY f.found_at, m.appointed_at, m.id, f.bid_id`,
    [review],
  );
  return rows.map(({ member, ...row }) => ({ member: no(member), ...row }));
}

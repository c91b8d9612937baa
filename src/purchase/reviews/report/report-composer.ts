import type { Tx } from '../../../kernel/database/transactions.js';
import { formatYuan, formatYuanOrNull } from '../../../kernel/money/money.js';
import { jointBuyerNamesSql } from '../../tenders/conducted/terms/joint-buyers.queries.js';
import { basisOfLot, deductedOffers, sumCeilings, panelCase, type SeatedReview } from '../open-review.js';
import { loadDissents } from '../scoring/findings.js';
import { judgePanel, type MemberKind } from '../panel/panel.rules.js';
import { reportedOffers } from './report.rules.js';
import type { ReportedBid, ReportedConsultation, ReviewReport } from './report-types.js';
import { loadMemberScores } from '../scoring/member-scores.js';
import type { BidState } from '../../bids/bid.lifecycle.js';
import type { RejectedFor, RejectionStage } from '../../bids/rejection.rules.js';
import type { ReplacementGround } from '../review-requests.js';
import type { CorrectionGround } from '../scoring/corrections.rules.js';
import type { LowPriceRule } from '../scoring/low-price.rules.js';

const points = (hundredths: number): string =>
  `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

interface Seat {
  id: string;
  name: string;
  kind: MemberKind;
  signed_at: Date | null;
  dissent: string | null;
  unsigned_reason: string | null;
  end_ground: ReplacementGround | null;
  end_reason: string | null;
}
interface BidRow {
  bid: string;
  bidder: string | null;
  price: string | null;
  first: string | null;
  status: BidState;
  stage: RejectionStage | null;
  ground: RejectedFor | null;
  detail: string | null;
}

/** Everything the report says, from what the members gave and found. Order 87 article 58, [2014] 214 article 26. */
export async function composeReport(tx: Tx, open: SeatedReview): Promise<ReviewReport> {
  const { tender, lot, method, review } = open;
  const basis = basisOfLot(open);
  const seats = await loadSeats(tx, review.id);
  const sitting = seats.filter(({ end_ground }) => end_ground === null);
  const numberOf = new Map(sitting.map(({ id }, i) => [id, i + 1]));
  const no = (member: string): number => numberOf.get(member) ?? 0;
  const scores = await loadMemberScores(tx.manager, review.id);
  const offers = deductedOffers(open);
  const verdict = judgePanel(
    open.members.map(({ kind }) => kind),
    panelCase(open, await sumCeilings(tx, tender.id)),
  );
  const ids = sitting.map(({ id }) => id);
  const bids = await loadReportedBids(tx, lot.id);
  return {
    tender: { id: tender.id, title: tender.title, method, buyer: await loadBuyerNames(tx, tender.id) },
    lot: { no: lot.no, name: lot.name, ceiling: formatYuanOrNull(lot.ceiling), pricing: lot.pricing },
    openedOn: iso(tender.deadline_at),
    reportedAt: (await tx.now()).toISOString(),
    panel: {
      least: verdict.least,
      rule: verdict.rule && { id: verdict.rule.id, document: verdict.rule.document, article: verdict.rule.article },
      members: sitting.map((seat, i) => ({
        no: i + 1,
        name: seat.name,
        kind: seat.kind,
        dissent: seat.dissent,
        unsigned: seat.unsigned_reason,
        signedAt: iso(seat.signed_at),
      })),
      replaced: seats.flatMap(({ kind, end_ground: ground, end_reason }) =>
        ground === null ? [] : [{ kind, ground, reason: end_reason ?? '' }],
      ),
    },
    consultation: method === 'COMPETITIVE_CONSULTATION' ? await loadConsultation(tx, lot.id) : null,
    scoring: basis.scoring,
    criteria: basis.criteria.map((c) => ({ no: c.no, name: c.name, kind: c.kind, points: c.points })),
    bids,
    dissents: await loadDissents(tx, review.id, no),
    ...reportedOffers(basis, method, offers, ids, scores),
    scores: scores.map((s) => ({ ...s, member: no(s.member), points: points(s.points) })),
    corrections: (await loadCorrections(tx, ids)).map(({ member, old_points, new_points, ...rest }) => ({
      ...rest,
      member: no(member),
      from: points(old_points),
      to: points(new_points),
    })),
    explanations: await loadExplanations(tx, lot.id),
  };
}

const loadSeats = (tx: Tx, review: string): Promise<Seat[]> =>
  tx.query<Seat>(
    `SELECT m.id, u.name, m.kind, m.signed_at, m.dissent, m.unsigned_reason, m.end_ground, m.end_reason
     FROM review_member m JOIN app_user u ON u.id = m.user_id WHERE m.review_id = $1 ORDER BY m.appointed_at, m.id`,
    [review],
  );

/** The buyer, and behind it who buys together with it. */
async function loadBuyerNames(tx: Tx, tender: string): Promise<string> {
  const [row] = await tx.query<{ names: string }>(
    `SELECT concat_ws('、', o.name, ${jointBuyerNamesSql('t')}) AS names
     FROM tender t JOIN organisation o ON o.id = t.buyer_id WHERE t.id = $1`,
    [tender],
  );
  return row?.names ?? '';
}

/** Every bid that was opened; a price that was not explained rejects as the last of the stages. */
async function loadReportedBids(tx: Tx, lot: string): Promise<ReportedBid[]> {
  const rows = await tx.query<BidRow>(
    `SELECT d.id AS bid, o.name AS bidder, coalesce(f.price, d.price)::text AS price, d.state AS status,
       CASE WHEN t.method = 'COMPETITIVE_CONSULTATION' THEN d.content->>'price' END AS first,
       CASE WHEN e.accepted = false THEN 'price' ELSE c.stage END AS stage,
       CASE WHEN e.accepted = false THEN 'price_unexplained' ELSE c.ground END AS ground,
       CASE WHEN e.accepted = false THEN e.decision_reason ELSE c.detail END AS detail
     FROM bid d JOIN tender t ON t.id = d.tender_id LEFT JOIN organisation o ON o.id = d.bidder_id
     LEFT JOIN final_offer f ON f.bid_id = d.id AND f.round = (SELECT consultation FROM lot WHERE id = $1)
     LEFT JOIN bid_check c ON c.bid_id = d.id AND NOT c.passed
     LEFT JOIN bid_explanation e ON e.bid_id = d.id
     WHERE d.lot_id = $1 ORDER BY o.name, d.id`,
    [lot],
  );
  return rows.map(({ first, ...row }) => ({
    ...row,
    firstPrice: first,
    bidder: row.bidder ?? '',
    price: row.price === null ? null : formatYuan(row.price),
  }));
}

const loadCorrections = (tx: Tx, members: readonly string[]) =>
  tx.query<{
    member: string;
    bid: string;
    criterion: number;
    old_points: number;
    new_points: number;
    ground: CorrectionGround;
    reason: string;
  }>(
    `SELECT member_id AS member, bid_id AS bid, criterion, old_points, new_points, ground, reason
     FROM review_correction WHERE member_id = ANY ($1::uuid[]) ORDER BY corrected_at, id`,
    [members],
  );

async function loadExplanations(tx: Tx, lot: string): Promise<ReviewReport['explanations']> {
  const rows = await tx.query<{
    bid: string;
    triggers: LowPriceRule[];
    reason: string;
    due_at: Date;
    text: string | null;
    accepted: boolean | null;
    decision_reason: string | null;
  }>(
    `SELECT e.bid_id AS bid, e.triggers, e.reason, e.due_at, e.text, e.accepted, e.decision_reason
     FROM bid_explanation e JOIN bid d ON d.id = e.bid_id WHERE d.lot_id = $1 ORDER BY e.asked_at, e.id`,
    [lot],
  );
  return rows.map(({ due_at, decision_reason, ...row }) => ({
    ...row,
    dueAt: due_at.toISOString(),
    decisionReason: decision_reason,
  }));
}

async function loadConsultation(tx: Tx, lot: string): Promise<ReportedConsultation> {
  const [row] = await tx.query<{ deadline: Date | null }>(
    `SELECT final_deadline_at AS deadline FROM lot WHERE id = $1`,
    [lot],
  );
  const changes = await tx.query<
    Omit<ReportedConsultation['changes'][number], 'standards' | 'contractTerms' | 'confirmedAt'> & {
      standards: { no: number; text: string }[] | null;
      contract_terms: string | null;
      decided_at: Date;
    }
  >(
    `SELECT no, requirement, standards, contract_terms, reason, decided_at FROM requirement_change
     WHERE lot_id = $1 AND round = (SELECT consultation FROM lot WHERE id = $1) AND state = 'confirmed' ORDER BY no`,
    [lot],
  );
  return {
    finalDeadlineAt: iso(row?.deadline ?? null),
    changes: changes.map(({ no, requirement, standards, contract_terms, reason, decided_at }) => ({
      no,
      requirement,
      standards: (standards ?? []).map((s) => ({ no: s.no, text: s.text })),
      contractTerms: contract_terms,
      reason,
      confirmedAt: decided_at.toISOString(),
    })),
  };
}

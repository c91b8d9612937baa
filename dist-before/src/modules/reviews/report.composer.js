import { formatYuan, formatYuanOrNull } from '../../platform/money/money.js';
import { basisOfLot, ceilingsOf, panelCase, validOffers } from './open-review.js';
import { dissentsOf } from './findings.js';
import { judgePanel } from './panel.rules.js';
import { reportedOffers } from './report.rules.js';
import { scoresOf } from './review.scores.js';
const points = (hundredths) => `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
const iso = (at) => at?.toISOString() ?? null;
/** Everything the report says, from what the members gave and found. Order 87 article 58, [2014] 214 article 26. */
export async function composeReport(tx, open) {
    const { tender, lot, method, review } = open;
    const basis = basisOfLot(open);
    const seats = await seatsOf(tx, review.id);
    const sitting = seats.filter(({ end_ground }) => end_ground === null);
    const numberOf = new Map(sitting.map(({ id }, i) => [id, i + 1]));
    const no = (member) => numberOf.get(member) ?? 0;
    const scores = await scoresOf(tx.manager, review.id);
    const offers = validOffers(open);
    const verdict = judgePanel(open.members.map(({ kind }) => kind), panelCase(open, await ceilingsOf(tx, tender.id)));
    const ids = sitting.map(({ id }) => id);
    const bids = await bidsOf(tx, lot.id);
    return {
        tender: { id: tender.id, title: tender.title, method, buyer: await nameOf(tx, tender.buyer_id) },
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
            replaced: seats
                .filter(({ end_ground }) => end_ground !== null)
                .map(({ kind, end_ground, end_reason }) => ({ kind, ground: end_ground ?? '', reason: end_reason ?? '' })),
        },
        consultation: method === 'COMPETITIVE_CONSULTATION' ? await consulted(tx, lot.id) : null,
        scoring: basis.scoring,
        criteria: basis.criteria.map((c) => ({ no: c.no, name: c.name, kind: c.kind, points: c.points })),
        bids,
        dissents: await dissentsOf(tx, review.id, no),
        ...reportedOffers(basis, method, offers, ids, scores),
        scores: scores.map((s) => ({ ...s, member: no(s.member), points: points(s.points) })),
        corrections: (await correctionsOf(tx, ids)).map(({ member, old_points, new_points, ...rest }) => ({
            ...rest,
            member: no(member),
            from: points(old_points),
            to: points(new_points),
        })),
        explanations: await explained(tx, lot.id),
    };
}
const seatsOf = (tx, review) => tx.query(`SELECT m.id, u.name, m.kind, m.signed_at, m.dissent, m.unsigned_reason, m.end_ground, m.end_reason
     FROM review_member m JOIN app_user u ON u.id = m.user_id WHERE m.review_id = $1 ORDER BY m.appointed_at, m.id`, [review]);
async function nameOf(tx, body) {
    const [row] = await tx.query(`SELECT name FROM organisation WHERE id = $1`, [body]);
    return row?.name ?? '';
}
/** Every bid that was opened; a price that was not explained rejects as the last of the stages. */
async function bidsOf(tx, lot) {
    const rows = await tx.query(`SELECT d.id AS bid, o.name AS bidder, coalesce(f.price, d.price)::text AS price, d.state AS status,
       CASE WHEN t.method = 'COMPETITIVE_CONSULTATION' THEN d.content->>'price' END AS first,
       CASE WHEN e.accepted = false THEN 'price' ELSE c.stage END AS stage,
       CASE WHEN e.accepted = false THEN 'price_unexplained' ELSE c.ground END AS ground,
       CASE WHEN e.accepted = false THEN e.decision_reason ELSE c.detail END AS detail
     FROM bid d JOIN tender t ON t.id = d.tender_id LEFT JOIN organisation o ON o.id = d.bidder_id
     LEFT JOIN final_offer f ON f.bid_id = d.id AND f.round = (SELECT consultation FROM lot WHERE id = $1)
     LEFT JOIN bid_check c ON c.bid_id = d.id AND NOT c.passed
     LEFT JOIN bid_explanation e ON e.bid_id = d.id
     WHERE d.lot_id = $1 ORDER BY o.name, d.id`, [lot]);
    return rows.map(({ first, ...row }) => ({
        ...row,
        firstPrice: first,
        bidder: row.bidder ?? '',
        price: row.price === null ? null : formatYuan(row.price),
    }));
}
const correctionsOf = (tx, members) => tx.query(`SELECT member_id AS member, bid_id AS bid, criterion, old_points, new_points, ground, reason
     FROM review_correction WHERE member_id = ANY ($1::uuid[]) ORDER BY corrected_at, id`, [members]);
async function explained(tx, lot) {
    const rows = await tx.query(`SELECT e.bid_id AS bid, e.triggers, e.reason, e.due_at, e.text, e.accepted, e.decision_reason
     FROM bid_explanation e JOIN bid d ON d.id = e.bid_id WHERE d.lot_id = $1 ORDER BY e.asked_at, e.id`, [lot]);
    return rows.map(({ due_at, decision_reason, ...row }) => ({
        ...row,
        dueAt: due_at.toISOString(),
        decisionReason: decision_reason,
    }));
}
async function consulted(tx, lot) {
    const [row] = await tx.query(`SELECT final_deadline_at AS deadline FROM lot WHERE id = $1`, [lot]);
    const changes = await tx.query(`SELECT no, requirement, standards, contract_terms, reason, decided_at FROM requirement_change
     WHERE lot_id = $1 AND round = (SELECT consultation FROM lot WHERE id = $1) AND state = 'confirmed' ORDER BY no`, [lot]);
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
//# sourceMappingURL=report.composer.js.map
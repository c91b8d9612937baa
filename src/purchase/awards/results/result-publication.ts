import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { computeDeduction } from '../../bids/declarations/declaration.rules.js';
import { findReservation } from '../../tenders/conducted/terms/sme/sme-policy.rules.js';
import type { SmeDeclaration, SmePolicy } from '../../tenders/conducted/terms/sme/sme-types.js';
import { lotTermsSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { factsOfRoots } from '../../tenders/recording/facts-store.js';
import { inForce } from '../../tenders/recording/facts-in-force.rules.js';
import type { TenderFact } from '../../tenders/purchases/purchase-types.js';
import { loadAwardedPrice } from './awarded-price.queries.js';
import { toUnitPriceFacts } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import { moveAward, moveBidsHere } from '../award-moves.js';
import type { OpenResult } from './open-result.js';
import { tellBidders } from '../../bids/bid-moves.js';

/**
 * The result becomes public: the award stands on its fact, one bid has won and the others have lost. Each bidder is told its
 * own rank and score, or why it was rejected, and nobody's else (Order 87 article 69). Answers the award's id.
 */
export async function publishResult(tx: Tx, open: OpenResult): Promise<string> {
  const { tender, lot, today, award } = open;
  if (award === null || award.supplier_id === null || award.bid_id === null) throw new Problem('conflict');
  const [row] = await tx.query<{
    name: string;
    amount: string | null;
    decided: string;
    bids: number | null;
    declaration: SmeDeclaration | null;
    sme: SmePolicy | null;
    pricing: 'fixed' | 'competitive' | null;
    code: string | null;
  }>(
    `SELECT o.name, to_char(a.amount / 100.0, 'FM9999999999999990.00') AS amount, a.decided_on AS decided, l.bid_count AS bids,
       d.content -> 'declaration' AS declaration, ${lotTermsSql('t', 'l')} -> 'sme' AS sme, l.pricing, o.credit_code AS code
     FROM award a JOIN lot l ON l.id = a.lot_id JOIN tender t ON t.id = l.tender_id JOIN organisation o ON o.id = a.supplier_id
     LEFT JOIN bid d ON d.id = a.bid_id WHERE a.id = $1`,
    [award.id],
  );
  if (!row) throw new Problem('conflict');
  // A declaration is published where it counted (rule SME-DECLARE): for a reserved lot, or for a deduction that was made.
  const { declaration, sme, pricing, code } = row;
  const deducted = computeDeduction({ sme, pricing }, { declaration, creditCode: code }, today);
  const counted = findReservation(sme) !== null || deducted > 0;
  const earlier = inForce((await factsOfRoots<TenderFact>(tx.manager, [tender.id])).get(tender.id) ?? []).find(
    (fact) => fact.kind === 'award' && fact.lot === lot.no,
  );
  const facts = await sayFacts(tx, tender.id, [
    {
      kind: 'award',
      lot: lot.no,
      data: {
        decidedOn: row.decided,
        publishedOn: today,
        supplier: { organisation: award.supplier_id, name: row.name },
        ...(row.amount !== null && { amount: row.amount }),
        ...toUnitPriceFacts(await loadAwardedPrice(tx.manager, award.bid_id)),
        ...(row.bids !== null && { bidCount: row.bids }),
        ...(counted && declaration !== null && { declaration }),
      },
      ...(earlier && { instead: { of: earlier.id, reason: '原中标（成交）结果不再成立，另行确定' } }),
    },
  ]);
  await tx.query(`UPDATE award SET fact_id = $2, published_on = $3 WHERE id = $1`, [award.id, facts.at(-1)?.id, today]);
  await moveAward(tx, tender, award, 'publish', 'active', { data: { lot: lot.no } });
  await tellBidders(tx, lot.id, listBidderResults(open));
  await moveBidsHere(tx, tender, lot, 'win', [award.bid_id]);
  const others = await tx.query<{ id: string }>(
    `SELECT id FROM bid WHERE lot_id = $1 AND state IN ('opened', 'valid') ORDER BY id`,
    [lot.id],
  );
  await moveBidsHere(
    tx,
    tender,
    lot,
    'lose',
    others.map(({ id }) => id),
  );
  return award.id;
}

/** What each bidder is told. */
function listBidderResults({ tender, stored, candidates, today }: OpenResult) {
  const known = findRuleInForce('TELL-LOSER-SCORE', today);
  const rule = known?.methods.some((method) => method === tender.method) === true ? known.id : null;
  const places = new Map(candidates.map((candidate) => [candidate.bid, candidate]));
  return (stored?.report.bids ?? []).map(({ bid, stage, ground, detail }) => {
    const ranked = places.get(bid);
    return { bid, told: { rank: ranked?.place ?? null, score: ranked?.total ?? null, stage, ground, detail, rule } };
  });
}

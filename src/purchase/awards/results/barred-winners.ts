import type { Fact, Root } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { barInForceSql, type BarInForce } from '../../../people/organisations/bars/bars-in-force.queries.js';
import type { ConductedTender, TenderRow } from '../../tenders/conducted/conducted-tender.js';
import type { LotHere } from '../award-moves.js';
import { listFirstCandidates } from '../candidates.rules.js';
import { readResult, type OpenResult } from './open-result.js';

/** The decision that bars the bidder of an offer on a day; null where none does. */
export async function findBidderBar(tx: Tx, bid: string, day: PlainDate): Promise<BarInForce | null> {
  const [row] = await tx.query<{ bar: BarInForce | null }>(
    `SELECT ${barInForceSql('d.bidder_id', '$2::date')} AS bar FROM bid d WHERE d.id = $1`,
    [bid, day],
  );
  return row?.bar ?? null;
}

/** The decision that bars who would be awarded the lot today. */
export const findFirstBar: Fact<OpenResult & Root, BarInForce | null> = async ({ tx, root, today }) => {
  const [first] = listFirstCandidates(root.candidates);
  return first === undefined ? null : findBidderBar(tx, first.bid, today);
};

/** A reviewed lot, by its tender. */
export type ReviewedLot = LotHere & { tender: string };

/** Reviewed lots in which the body would be chosen by the clock: what it is barred from, and may be chosen for again. */
export const listReviewedLots = (tx: Tx, organisation: string): Promise<ReviewedLot[]> =>
  tx.query<ReviewedLot>(
    `SELECT l.id, l.no, l.state, l.tender_id AS tender FROM lot l JOIN lot_result r ON r.lot_id = l.id
     WHERE l.state = 'reviewed' AND EXISTS (SELECT FROM bid d WHERE d.lot_id = l.id AND d.bidder_id = $1)
     ORDER BY l.tender_id, l.no`,
    [organisation],
  );

/** Those of some lots that are reviewed still, under the locks of their tenders. */
export async function lockReviewedLots(tx: Tx, lots: readonly ReviewedLot[]): Promise<OpenResult[]> {
  const open: OpenResult[] = [];
  for (const { tender: id, ...lot } of lots) {
    const [tender] = await tx.query<TenderRow>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    const [row] = await tx.query<LotHere>(
      `SELECT id, no, state FROM lot WHERE id = $1 AND state = 'reviewed' FOR NO KEY UPDATE`,
      [lot.id],
    );
    if (!tender || !row) continue;
    open.push(await readResult(tx, tender as ConductedTender, row));
  }
  return open;
}

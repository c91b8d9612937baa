import type { Tx } from '../../kernel/database/transactions.js';
import { draw } from '../reviews/scoring/ranking.rules.js';
import { openTies, type Candidate, type SettledTie } from './candidates.rules.js';

/**
 * SQL: SHA-256 of the first report of the lot `l`, in hexadecimal: the seed of its draws. It stood before anybody knew of a
 * tie. A later one is no seed: whoever may order a review again would draw until it suits.
 */
export const FIRST_REPORT = `(SELECT encode(s.report_hash, 'hex') FROM (
    SELECT report_hash, reported_at, superseded_at FROM review_superseded WHERE lot_id = l.id AND report_hash IS NOT NULL
    UNION ALL SELECT report_hash, reported_at, NULL FROM review WHERE lot_id = l.id AND state = 'reported'
  ) s ORDER BY s.reported_at, s.superseded_at NULLS LAST LIMIT 1)`;

/** The order of offers that are tied, drawn once: among the same ones it is what was drawn before. */
export async function drawOrder(tx: Tx, lot: string, tied: readonly string[], settledAt: string): Promise<SettledTie> {
  const [before] = await loadDraws(tx, lot, [tied]);
  if (before) return before;
  const [row] = await tx.query<{ seed: string | null }>(`SELECT ${FIRST_REPORT} AS seed FROM lot l WHERE l.id = $1`, [
    lot,
  ]);
  const made = draw(row?.seed ?? '', lot, tied);
  const tie: SettledTie = { by: 'draw', order: made.order.map(({ bid }) => bid), reason: null, draw: made, settledAt };
  await tx.query(`INSERT INTO lot_draw (lot_id, bids, tie) VALUES ($1, $2::uuid[], $3)`, [
    lot,
    tied.toSorted(),
    JSON.stringify(tie),
  ]);
  return tie;
}

/** What was drawn already among exactly those that the report leaves tied. */
export const drawnAlready = (tx: Tx, lot: string, candidates: readonly Candidate[]): Promise<SettledTie[]> =>
  loadDraws(tx, lot, openTies(candidates));

async function loadDraws(tx: Tx, lot: string, ties: readonly (readonly string[])[]): Promise<SettledTie[]> {
  const rows = await tx.query<{ tie: SettledTie }>(`SELECT tie FROM lot_draw WHERE lot_id = $1`, [lot]);
  const joinBids = (bids: readonly string[]): string => bids.toSorted().join(' ');
  const sought = new Set(ties.map(joinBids));
  return rows.map(({ tie }) => tie).filter(({ order }) => sought.has(joinBids(order)));
}

import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { setBidStates } from '../bids/bid-moves.js';
import { wasPutOutSql } from '../bids/own/put-out.queries.js';
import { followLots, setLotState } from '../tenders/lots/lot-moves.js';
import type { LotStateHere } from '../tenders/lots/lot-states.js';
import type { LotAction } from '../tenders/lots/lot.lifecycle.js';
import { toTenderChange, type LockedTender } from '../tenders/open-tender.js';
import type { AwardAction, AwardState } from './award.lifecycle.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Award } from './award.entity.js';

/** A lot under the lock of its tender. */
export interface LotHere {
  id: string;
  no: number;
  state: LotStateHere;
}

interface Said {
  data?: Record<string, unknown>;
  reason?: string | null | undefined;
  public?: boolean;
}

export type AwardHere = Pick<StoredRow<Award>, 'id' | 'bid_id' | 'supplier_id' | 'state'>;

/** Where a lot stands now, its tender with it, and the rows that tell of it. */
export async function moveLotHere(
  tx: Tx,
  tender: LockedTender,
  lot: LotHere,
  action: LotAction,
  to: LotStateHere,
  said: Said = {},
): Promise<void> {
  if (to !== lot.state) {
    await setLotState(tx, lot.id, to);
    await followLots(tx, tender.id, { newVersion: false });
  }
  await tx.record({
    ...toTenderChange(tender),
    aggregate: 'lot',
    id: lot.id,
    action,
    from: lot.state,
    to,
    reason: said.reason ?? null,
    data: { tender: tender.id, no: lot.no, ...said.data },
    public: said.public ?? false,
  });
  lot.state = to;
}

/** The same for an award. What the public was told of it, it is told of its end too. */
export async function moveAward(
  tx: Tx,
  tender: LockedTender,
  award: AwardHere,
  action: AwardAction,
  to: AwardState,
  said: Said = {},
): Promise<void> {
  const ends = to === 'refused' || to === 'invalidated' || to === 'cancelled';
  const from = award.state;
  await tx.query(`UPDATE award SET state = $2, version = version + 1, ended_on = $3, end_reason = $4 WHERE id = $1`, [
    award.id,
    to,
    ends ? todayInShanghai(await tx.now()) : null,
    ends ? (said.reason ?? null) : null,
  ]);
  const about = toTenderChange(tender);
  await tx.record({
    ...about,
    aggregate: 'award',
    id: award.id,
    // Nobody outside knows of an award before its result.
    tenants:
      from === 'pending' && ends
        ? about.tenants
        : [...new Set([...about.tenants, award.supplier_id])].filter((t) => t !== null),
    action,
    from,
    to,
    reason: said.reason ?? null,
    data: { tender: tender.id, ...said.data },
    public: from !== 'pending' || to === 'active',
  });
  award.state = to;
}

/** Bids that win or lose, each with a row of its own that its bidder sees. */
export async function moveBidsHere(
  tx: Tx,
  tender: LockedTender,
  lot: LotHere,
  action: 'win' | 'lose',
  bids: readonly string[],
): Promise<void> {
  const rows = await setBidStates(tx, action === 'win' ? 'won' : 'lost', bids);
  const about = toTenderChange(tender);
  await tx.recordAll(
    rows.map(({ root, bidder, from, to }) => ({
      ...about,
      aggregate: 'bid',
      id: root,
      tenants: [...new Set([...about.tenants, bidder])].filter((t) => t !== null),
      action,
      from,
      to,
      data: { tender: tender.id, lot: lot.no },
    })),
  );
}

/** The award of a lot that has not come to an end. */
export async function standingAward(tx: Tx, lot: string): Promise<AwardHere | null> {
  const [row] = await tx.query<AwardHere>(
    `SELECT id, bid_id, supplier_id, state FROM award
     WHERE lot_id = $1 AND state IN ('pending', 'active', 'contracted') FOR NO KEY UPDATE`,
    [lot],
  );
  return row ?? null;
}

/**
 * Ends the award of a lot for a cause that lies outside it: a remedy invalidates it, the end of its lot cancels it. One that
 * was never published is cancelled. Answers its id; null where there is none, or it is contracted and only cancelled.
 */
export async function endAward(
  tx: Tx,
  tender: LockedTender,
  lot: LotHere,
  how: 'invalidate' | 'cancel',
  reason: string,
): Promise<string | null> {
  const award = await standingAward(tx, lot.id);
  if (award === null || (how === 'cancel' && award.state === 'contracted')) return null;
  const action = award.state === 'pending' ? 'cancel' : how;
  await moveAward(tx, tender, award, action, action === 'cancel' ? 'cancelled' : 'invalidated', {
    reason,
    data: { lot: lot.no },
  });
  if (award.bid_id !== null) await cancelWin(tx, tender, lot, award.bid_id);
  return award.id;
}

/**
 * By a remedy. Where the next candidate follows, its bidder is out for good, whatever a later report says; where the purchase
 * begins anew nobody is, should the end of the lot be undone.
 */
export async function invalidateAward(
  tx: Tx,
  tender: LockedTender,
  lot: LotHere,
  reason: string,
  effect: string,
): Promise<void> {
  const award = await endAward(tx, tender, lot, 'invalidate', reason);
  if (award !== null && effect === 'next_rank')
    await tx.query(`UPDATE award SET remedied = true WHERE id = $1`, [award]);
}

wasPutOutSql.contribute((bid) => `EXISTS (SELECT FROM award a WHERE a.bid_id = ${bid} AND a.remedied)`);

/** A bid that has won loses where its award comes to nothing. */
export async function cancelWin(tx: Tx, tender: LockedTender, lot: LotHere, bid: string): Promise<void> {
  const won = await tx.query<{ id: string }>(`SELECT id FROM bid WHERE id = $1 AND state = 'won'`, [bid]);
  if (won.length > 0) await moveBidsHere(tx, tender, lot, 'lose', [bid]);
}

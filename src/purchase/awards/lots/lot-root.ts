import { Problem } from '../../../kernel/errors/problem.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { tenderStateOf } from '../../bids/opening/opening.rules.js';
import { lockConducted, type ConductedTender } from '../../tenders/conducted/conducted-tender.js';
import type { LotAction, LotStateHere } from '../../tenders/lots/lot.states.js';
import { changeOf } from '../../tenders/open-tender.js';
import type { LotProposal } from './lot-proposals.js';

/** A lot of a tender conducted here, under the locks of both. */
export interface HeldLot {
  id: string;
  no: number;
  /** As it stands by business time: a deadline that has passed has closed it. */
  state: LotStateHere;
  suspended_from: LotStateHere | null;
  suspended_at: Date | null;
  ended_from: LotStateHere | null;
  proposal: LotProposal | null;
  /** An award was made once, whatever has become of it. */
  awarded: boolean;
}
export interface HeldTenderLot {
  tender: ConductedTender;
  lot: HeldLot;
}

/** Locks a lot for its buyer or agent, or who watches over its region: the tender first, whose version is asked for. */
export async function lockLot(tx: Tx, id: string, version: number): Promise<HeldTenderLot> {
  const [found] = await tx.query<{ tender_id: string }>(`SELECT tender_id FROM lot WHERE id = $1`, [id]);
  if (!found) throw new Problem('not_found');
  const tender = await lockConducted(tx, found.tender_id, version, 'overseers');
  const [row] = await tx.query<Omit<HeldLot, 'state'> & { state: LotStateHere | null }>(
    `SELECT l.id, l.no, l.state, l.suspended_from, l.suspended_at, l.ended_from, l.ending AS proposal,
       EXISTS (SELECT FROM award a WHERE a.lot_id = l.id) AS awarded FROM lot l WHERE l.id = $1 FOR NO KEY UPDATE OF l`,
    [id],
  );
  const lot = row as Omit<HeldLot, 'state'> & { state: LotStateHere | null };
  // Before the issue there is a draft and no lot that goes its own way.
  if (lot.state === null) throw new Problem('wrong_state', { facts: { state: tender.state } });
  const past = tender.deadline_at !== null && tender.deadline_at < (await tx.now());
  return { tender, lot: { ...lot, state: lot.state === 'open' && past ? 'closed' : lot.state } };
}

interface Move {
  action: LotAction;
  to: LotStateHere;
  reason?: string | null | undefined;
  data?: Record<string, unknown>;
  public?: boolean;
}

/** Writes where a lot stands now, and its tender with it, with the one row that tells of it. */
export async function moveLot(tx: Tx, { tender, lot }: HeldTenderLot, move: Move): Promise<void> {
  const suspended = move.to === 'suspended';
  const now = await tx.now();
  await tx.query(
    `UPDATE lot SET state = $2, suspended_from = $3, suspended_at = CASE WHEN $3::text IS NULL THEN suspended_at ELSE $4 END,
       resumed_at = CASE WHEN state = 'suspended' AND $2 <> 'suspended' THEN $4 ELSE resumed_at END WHERE id = $1`,
    // Until it is opened a lot's row says `open`; that it is closed is what the clock says.
    [lot.id, move.to === 'closed' ? 'open' : move.to, suspended ? lot.state : null, now],
  );
  const lots = await tx.query<{ state: string }>(`SELECT state FROM lot WHERE tender_id = $1`, [tender.id]);
  await tx.query(`UPDATE tender SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
    tender.id,
    tenderStateOf(lots.map(({ state }) => state)),
  ]);
  await tx.record({
    ...changeOf(tender),
    aggregate: 'lot',
    id: lot.id,
    action: move.action,
    from: lot.state,
    to: move.to,
    reason: move.reason ?? null,
    data: { tender: tender.id, no: lot.no, ...move.data },
    public: move.public ?? false,
  });
}

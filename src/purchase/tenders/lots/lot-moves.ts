import type { RowOf } from '../../../kernel/database/row-types.js';
import { updateRow } from '../../../kernel/database/rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Tender } from '../tender.entity.js';
import { Lot } from './lot.entity.js';
import type { LotStateHere } from './lot-states.js';
import { signLotInstant } from './opening-instants.js';
import { deriveTenderState } from './tender-state.rules.js';

/** Counts the version of a tender up, because something that is shown with it has changed. */
export const touchTender = (tx: Tx, id: string): Promise<boolean> =>
  updateRow(tx, Tender, { id }, {}, { newVersion: true });

/** The clock has changed something of a tender: nobody's version is stale by it. */
export const dateTender = (tx: Tx, id: string): Promise<unknown> =>
  tx.query(`UPDATE tender SET updated_at = clock_timestamp() WHERE id = $1`, [id]);

/** What later rooms write of one lot. */
type LotChanges = Partial<Pick<RowOf<Lot>, 'state' | 'ending' | 'suspensionCountsFrom' | 'finalDeadlineAt'>>;

export async function updateLot(tx: Tx, id: string, changes: LotChanges): Promise<boolean> {
  const { state, finalDeadlineAt } = changes;
  if (finalDeadlineAt) await signLotInstant(tx, id, 'call_final_offers', { finalDeadlineAt });
  if (hasEnded(state)) await signLotInstant(tx, id, 'end', { ended: true });
  return updateRow(tx, Lot, { id }, changes);
}

const hasEnded = (state: string | null | undefined): boolean => state === 'failed' || state === 'cancelled';

/** A lot goes on elsewhere than its state: a proposal to end it is gone with the state that it was made in. */
export const setLotState = (tx: Tx, id: string, state: LotStateHere): Promise<boolean> =>
  updateLot(tx, id, { state, ending: null });

/** Brings a tender to the state of the least advanced of its lots, and answers that state. */
export async function followLots(
  tx: Tx,
  tender: string,
  { newVersion }: { newVersion: boolean },
): Promise<LotStateHere> {
  const lots = await tx.query<{ state: string | null }>(`SELECT state FROM lot WHERE tender_id = $1`, [tender]);
  const state = deriveTenderState(lots.map((lot) => lot.state));
  const version = newVersion ? ', version = version + 1, updated_at = clock_timestamp()' : '';
  await tx.query(`UPDATE tender SET state = $2${version} WHERE id = $1`, [tender, state]);
  return state;
}

/** Writes what the opening made of the lots of a tender; answers the tender's state. */
export async function storeOpenedLots(
  tx: Tx,
  tender: string,
  lots: readonly { id: string; state: 'opened' | 'failed'; bids: number }[],
): Promise<LotStateHere> {
  await tx.query(
    `UPDATE lot SET state = g.state, bid_count = g.bids
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, state text, bids integer) WHERE lot.id = g.id`,
    [JSON.stringify(lots)],
  );
  return followLots(tx, tender, { newVersion: true });
}

/**
 * Writes where a remedy leaves a lot, with the days of its suspension. Until it is opened a lot's row says `open`; that it is
 * closed is what the clock says.
 */
export async function storeRemediedLot(
  tx: Tx,
  { id, state }: { id: string; state: LotStateHere },
  to: LotStateHere,
): Promise<void> {
  const now = await tx.now();
  await tx.query(
    `UPDATE lot SET state = $2, suspended_from = $3, suspended_at = CASE WHEN $3::text IS NULL THEN suspended_at ELSE $4 END,
       resumed_at = CASE WHEN state = 'suspended' AND $2 <> 'suspended' THEN $4 ELSE resumed_at END WHERE id = $1`,
    [id, to === 'closed' ? 'open' : to, to === 'suspended' ? state : null, now],
  );
  const ended = hasEnded(to);
  if (to === 'suspended') await signLotInstant(tx, id, 'suspend', { suspendedAt: now });
  else if (state === 'suspended')
    await signLotInstant(tx, id, 'resume', { suspendedAt: null, ...(ended ? { ended } : { resumedAt: now }) });
  else if (ended !== hasEnded(state)) await signLotInstant(tx, id, ended ? 'end' : 'annul_end', { ended });
}

/** A call for final offers that was running when the lot was suspended runs on for as long as it stood still. */
export const prolongFinalOffers = (tx: Tx, lot: string, suspendedAt: Date | null, now: Date): Promise<unknown> =>
  tx.query(
    `UPDATE lot SET final_deadline_at = final_deadline_at + greatest($3::timestamptz - $2::timestamptz, interval '0')
     WHERE id = $1 AND final_deadline_at >= $2`,
    [lot, suspendedAt, now],
  );

/** Talks begin anew, with final offers of their own; what was offered before lies under another name. */
export async function restartConsultation(tx: Tx, lot: string): Promise<void> {
  await tx.query(`UPDATE lot SET consultation = consultation + 1, final_deadline_at = NULL WHERE id = $1`, [lot]);
  await signLotInstant(tx, lot, 'restart_consultation', { restarted: true });
}

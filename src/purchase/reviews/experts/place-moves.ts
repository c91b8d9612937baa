import type { Tx } from '../../../kernel/database/transactions.js';

/** Asks the next of the order, under the lock of the draw; nobody where none is left. */
export const inviteNextPlace = (tx: Tx, draw: string, now: Date): Promise<unknown> =>
  tx.query(
    `UPDATE expert_place SET state = 'invited', invited_at = $2, version = version + 1, updated_at = clock_timestamp()
     WHERE draw_id = $1 AND place = (SELECT min(place) FROM expert_place WHERE draw_id = $1 AND state = 'waiting')`,
    [draw, now],
  );

/** Writes down that the expert of a place is not asked any more, and why. */
export const replacePlace = (tx: Tx, draw: string, place: number, reason: string): Promise<unknown> =>
  tx.query(
    `UPDATE expert_place SET state = 'replaced', reason = $3, version = version + 1, updated_at = clock_timestamp()
     WHERE draw_id = $1 AND place = $2 AND state IN ('invited', 'accepted')`,
    [draw, place, reason],
  );

/** The same of whoever leaves the panel of a lot: the place does not bring the person back. */
export const replaceMemberPlaces = (tx: Tx, lot: string, user: string, reason: string): Promise<unknown> =>
  tx.query(
    `UPDATE expert_place p SET state = 'replaced', reason = $3, version = p.version + 1, updated_at = clock_timestamp()
     FROM expert_draw d WHERE d.id = p.draw_id AND d.lot_id = $1 AND p.user_id = $2 AND p.state = 'accepted'`,
    [lot, user, reason],
  );

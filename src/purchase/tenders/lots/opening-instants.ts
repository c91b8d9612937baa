import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** What happened to the instants after which bids of a tender are opened. */
export type InstantEvent =
  | 'issue'
  | 'adopt'
  | 'correct'
  | 'suspend'
  | 'resume'
  | 'end'
  | 'annul_end'
  | 'call_final_offers'
  | 'restart_consultation'
  | 'open'
  | 'open_final_offers';

/** What a step says anew of one lot; what it does not name stays as it was signed. */
export interface LotInstantChange {
  /** Null: the lot goes on. A call for final offers that ran when it was suspended is prolonged by as long as it stood still. */
  suspendedAt?: Date | null;
  /** When it goes on; with `suspendedAt: null`. */
  resumedAt?: Date;
  /** It failed or was cancelled: its bids stay sealed. */
  ended?: boolean;
  finalDeadlineAt?: Date;
  /** Its bids were opened. */
  opened?: true;
  /** Its final offers were opened. */
  finalOpened?: true;
  /** Talks begin anew. */
  restarted?: true;
}

export interface InstantChange {
  event: InstantEvent;
  /** RFC 3339; left out: as it was signed. */
  deadlineAt?: string | null;
  lots?: Readonly<Record<string, LotInstantChange>>;
  /** The opening that was held. */
  opening?: string;
}

/** Instants as they were signed last: no row of the database has a say in them. */
export interface SignedInstants {
  deadlineAt: Date | null;
  /** Since when the tender as a whole is suspended: the first of its lots. */
  suspendedAt: Date | null;
}

/**
 * Signs the instants of a tender anew under a key outside the database: what was signed before, with this change. Nothing is
 * signed of a purchase conducted elsewhere.
 *
 * @throws Problem `opening_instants_altered` where what was signed last is not there, or not ours
 */
export const signInstants =
  declareContribution<(tx: Tx, tender: string, change: InstantChange) => Promise<void>>('signed opening instants');

/** Null where nothing is signed. */
export const readSignedInstants =
  declareContribution<(tx: Tx, tender: string) => Promise<SignedInstants | null>>('signed instants of a tender');

/** The same change for several lots. */
export const changeLots = (lots: readonly string[], change: LotInstantChange): Record<string, LotInstantChange> =>
  Object.fromEntries(lots.map((id) => [id, change]));

/** Signs what changes of one lot. */
export async function signLotInstant(
  tx: Tx,
  lot: string,
  event: InstantEvent,
  change: LotInstantChange,
): Promise<void> {
  const [row] = await tx.query<{ tender: string }>(`SELECT tender_id AS tender FROM lot WHERE id = $1`, [lot]);
  if (row) await signInstants(tx, row.tender, { event, lots: { [lot]: change } });
}

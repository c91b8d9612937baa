import { getLockedRow, lockRow, updateRow } from '../../../kernel/database/rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Tender } from '../../tenders/tender.entity.js';
import { openReview, type OpenReview } from '../open-review.js';
import { ReviewMember } from './review-member.entity.js';

/** What a member of a panel writes of its own, besides its sheet: checks, corrections of the own scores, an opinion. */
const OF_MEMBER: readonly string[] = ['check_conformity', 'settle_explanation', 'correct_score', 'sign', 'dissent'];

/** What members find of bids: what more than half of them find is the panel's. */
const FINDINGS: readonly string[] = ['qualify', 'check_conformity', 'settle_explanation'];

/**
 * Whether an action changes the caller's own seat, so that If-Match and the answer's ETag are of its version and not of the
 * tender's. The panel qualifies the bidders of a consultation, buyer or agent those of an open tender (Order 87 article 44).
 */
export const isOfMember = (action: string, method: string | null): boolean =>
  OF_MEMBER.includes(action) || (action === 'qualify' && method === 'COMPETITIVE_CONSULTATION');

/**
 * Lets the findings of one tender's panels in one after the other, so that each sees those before it and a majority is seen
 * by the one that makes it. It comes before every row lock: who waits here holds none. Answers the method.
 */
async function enterFindings(tx: Tx, tender: string): Promise<string | null> {
  const [row] = await tx.query<{ method: string | null }>(
    `SELECT t.method FROM pg_advisory_xact_lock(hashtextextended('findings of tender ' || $1::uuid::text, 0))
     CROSS JOIN tender t WHERE t.id = $1`,
    [tender],
  );
  return row?.method ?? null;
}

/**
 * The review of a lot, locked for one action. For what a member writes of its own the tender is locked `FOR SHARE`, which
 * a closing waits for and which waits for a closing, and the own seat alone `FOR UPDATE`; its version is that of the seat. A
 * correction changes the totals that others sign, so it locks the tender as everything else does.
 */
export async function openReviewForAction(
  tx: Tx,
  tender: string,
  lot: number,
  action: string,
): Promise<OpenReview & { version: number }> {
  const method = FINDINGS.includes(action) ? await enterFindings(tx, tender) : null;
  const isShared = isOfMember(action, method) && action !== 'correct_score';
  const open = await openReview(tx, tender, lot, isShared ? 'FOR SHARE' : 'FOR NO KEY UPDATE');
  if (open.me === null || !isOfMember(action, open.method)) return { ...open, version: open.tender.version };
  const seat = await getLockedRow(tx, ReviewMember, { id: open.me.id }, { mode: 'FOR UPDATE', columns: ['version'] });
  return { ...open, version: seat.version };
}

/** A finding that decides changes the lot and its bids: from here on nobody else holds a lock of the tender. */
export const lockForDecision = (tx: Tx, { tender }: OpenReview): Promise<unknown> =>
  lockRow(tx, Tender, { id: tender.id }, { columns: ['id'] });

/** Gives a seat its next version, with what changes of it. */
export const updateSeat = (
  tx: Tx,
  member: string,
  changes: Parameters<typeof updateRow<ReviewMember>>[3] = {},
): Promise<boolean> => updateRow(tx, ReviewMember, { id: member }, changes, { newVersion: true });

import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { findMissingFacts } from './completeness.rules.js';
import { findConflicts } from './conflicts.rules.js';
import { isPublished } from '../recording/facts-in-force.rules.js';
import { toTenderBase, type LotRow, type OpenTender } from '../open-tender.js';
import { deriveTender, type DerivedTender } from './purchase.rules.js';
import type { Conflict } from './purchase-types.js';

/** Writes what follows of one kind from the facts of a tender that was recorded; lots by their numbers. */
type StoreRecorded<Kind extends 'bids' | 'awards'> = (
  tx: Tx,
  tender: string,
  lots: ReadonlyMap<number, string>,
  derived: DerivedTender[Kind],
) => Promise<void>;
export const storeRecordedBids = declareContribution<StoreRecorded<'bids'>>('bids of a recorded tender');
export const storeRecordedAwards = declareContribution<StoreRecorded<'awards'>>('awards of a recorded tender');

/** Rewrites the rows that follow from a tender's facts. Every statement is set-based; what has no facts costs nothing. */
export async function projectTender(
  tx: Tx,
  open: OpenTender,
): Promise<{ derived: DerivedTender; conflicts: Conflict[] }> {
  const { tender, lots, facts } = open;
  const base = toTenderBase(open);
  const derived = deriveTender(base.lots, facts);
  const shown = facts.every(isPublished) ? derived : deriveTender(base.lots, facts.filter(isPublished));
  const conflicts = findConflicts(base, facts);
  await tx.runPreparedQuery(
    `WITH lots AS (
       UPDATE lot SET state = g.state, published_state = g."publishedState", bid_count = g."bidCount", deadline_at = g."deadlineAt",
         published_deadline_at = g."publishedDeadlineAt", suppliers_most = g."suppliersMost"
       FROM jsonb_to_recordset($7::jsonb)
         AS g(no integer, state text, "publishedState" text, "bidCount" integer, "deadlineAt" timestamptz,
           "publishedDeadlineAt" timestamptz, "suppliersMost" integer)
       WHERE lot.tender_id = $1 AND lot.no = g.no
     )
     UPDATE tender SET state = $2, published_state = $8, deadline_at = $3, published_deadline_at = $9, published = $4, conflicts = $5, completeness = $6,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [
      tender.id,
      derived.state,
      derived.deadlineAt,
      derived.published,
      JSON.stringify(conflicts),
      JSON.stringify(findMissingFacts(base, facts)),
      JSON.stringify(
        derived.lots.map((lot, i) => ({
          ...lot,
          publishedState: shown.lots[i]?.state ?? null,
          publishedDeadlineAt: findOtherDeadline(lot.deadlineAt, shown.lots[i]?.deadlineAt ?? null),
        })),
      ),
      shown.state,
      findOtherDeadline(derived.deadlineAt, shown.deadlineAt),
    ],
  );
  const idOf = new Map(lots.map((l: LotRow) => [l.no, l.id]));
  if (derived.bids.length > 0) await storeRecordedBids(tx, tender.id, idOf, derived.bids);
  if (derived.awards.length > 0) await storeRecordedAwards(tx, tender.id, idOf, derived.awards);
  return { derived, conflicts };
}

/** What published facts say of the deadline, where it is not what all facts say. */
const findOtherDeadline = (all: Date | null, published: Date | null): Date | 'infinity' | null =>
  all?.getTime() === published?.getTime() ? null : (published ?? 'infinity');

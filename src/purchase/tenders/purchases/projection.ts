import { isDeepStrictEqual } from 'node:util';
import { declareContribution } from '../../../kernel/contributions/contributed.js';
import { shareCalls } from '../../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { findMissingFacts } from './completeness.rules.js';
import { findConflicts } from './conflicts.rules.js';
import { isPublished } from '../recording/facts-in-force.rules.js';
import { toTenderBase, type LotRow, type OpenTender } from '../open-tender.js';
import { deriveTender, type DerivedTender } from './purchase.rules.js';
import { isEnded, type Conflict } from './purchase-types.js';

/** Writes what follows of one kind from the facts of a tender that was recorded; lots by their numbers. */
type StoreRecorded<Kind extends 'bids' | 'awards'> = (
  tx: Tx,
  tender: string,
  lots: ReadonlyMap<number, string>,
  derived: DerivedTender[Kind],
  of: Pick<OpenTender, 'isNew'>,
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
  const rows: DerivedRows = {
    tender: {
      id: tender.id,
      state: derived.state,
      publishedState: shown.state,
      deadlineAt: derived.deadlineAt,
      publishedDeadlineAt: findOtherDeadline(derived.deadlineAt, shown.deadlineAt),
      published: derived.published,
      conflicts,
      completeness: findMissingFacts(base, facts),
      times: 1,
    },
    lots: derived.lots.map((lot, i) => ({
      ...lot,
      tender: tender.id,
      publishedState: shown.lots[i]?.state ?? null,
      publishedDeadlineAt: findOtherDeadline(lot.deadlineAt, shown.lots[i]?.deadlineAt ?? null),
      publishedBidCount: shown.lots[i]?.bidCount ?? null,
    })),
  };
  await putDerivedRows(tx, rows, canWait(open, derived));
  const idOf = new Map(lots.map((l: LotRow) => [l.no, l.id]));
  const { bids, awards } = derived;
  if (bids.length > 0 && !isDeepStrictEqual(bids, open.written?.bids))
    await storeRecordedBids(tx, tender.id, idOf, bids, open);
  if (awards.length > 0 && !isDeepStrictEqual(awards, open.written?.awards))
    await storeRecordedAwards(tx, tender.id, idOf, awards, open);
  return { derived, conflicts };
}

/** What follows from its facts, as it is written. */
interface DerivedRows {
  /** `times`: how often it was rewritten since it was written last. */
  tender: Readonly<Record<string, unknown>> & { id: string; times: number };
  lots: readonly object[];
}

/**
 * Whether what follows need not be written before more becomes known: how many suppliers a lot has is read again, from which state
 * a lot ended stays with it, and a programme is held to its sums.
 */
const canWait = ({ tender, lots }: OpenTender, derived: DerivedTender): boolean =>
  tender.programme_id === null &&
  derived.lots.every(
    ({ no, state, suppliersMost }) =>
      !isEnded(state) && suppliersMost === (lots.find((lot) => lot.no === no)?.suppliers_most ?? null),
  );

async function putDerivedRows(tx: Tx, rows: DerivedRows, waits: boolean): Promise<void> {
  const { id } = rows.tender;
  const kept = tx.takeKeptRow(writeDerivedRows, id);
  const times = rows.tender.times + (kept?.tender.times ?? 0);
  if (waits && tx.keepRow(writeDerivedRows, id, { ...rows, tender: { ...rows.tender, times } })) return;
  if (kept) await storeDerivedRows(tx, kept);
  await storeDerivedRows(tx, rows);
}

/**
 * The ids beside the rows are for the planner, which takes rows of JSON for a hundred and would look for each in the whole table. A lot
 * that says already what follows is left as it is.
 */
async function writeDerivedRows(tx: Tx, calls: readonly DerivedRows[]): Promise<undefined[]> {
  await tx.postponeQuery(
    `WITH lots AS (
       UPDATE lot SET state = g.state, published_state = g."publishedState", bid_count = g."bidCount", deadline_at = g."deadlineAt",
         published_deadline_at = g."publishedDeadlineAt", suppliers_most = g."suppliersMost", published_bid_count = g."publishedBidCount"
       FROM jsonb_to_recordset($2::jsonb)
         AS g(tender uuid, no integer, state text, "publishedState" text, "bidCount" integer, "deadlineAt" timestamptz,
           "publishedDeadlineAt" timestamptz, "suppliersMost" integer, "publishedBidCount" integer)
       WHERE lot.tender_id = ANY ($3::uuid[]) AND lot.tender_id = g.tender AND lot.no = g.no
         AND (lot.state, lot.published_state, lot.bid_count, lot.deadline_at, lot.published_deadline_at, lot.suppliers_most, lot.published_bid_count)
           IS DISTINCT FROM (g.state, g."publishedState", g."bidCount", g."deadlineAt", g."publishedDeadlineAt", g."suppliersMost", g."publishedBidCount")
     )
     UPDATE tender SET state = g.state, published_state = g."publishedState", deadline_at = g."deadlineAt",
       published_deadline_at = g."publishedDeadlineAt", published = g.published, conflicts = g.conflicts,
       completeness = g.completeness, version = version + g.times, updated_at = clock_timestamp()
     FROM jsonb_to_recordset($1::jsonb)
       AS g(id uuid, state text, "publishedState" text, "deadlineAt" timestamptz, "publishedDeadlineAt" timestamptz,
         published boolean, conflicts jsonb, completeness jsonb, times integer)
     WHERE tender.id = ANY ($3::uuid[]) AND tender.id = g.id`,
    [
      JSON.stringify(calls.map(({ tender }) => tender)),
      JSON.stringify(calls.flatMap(({ lots }) => lots)),
      calls.map(({ tender }) => tender.id),
    ],
  );
  return calls.map(() => undefined);
}
const storeDerivedRows = shareCalls(writeDerivedRows);

/** What published facts say of the deadline, where it is not what all facts say. */
const findOtherDeadline = (all: Date | null, published: Date | null): Date | 'infinity' | null =>
  all?.getTime() === published?.getTime() ? null : (published ?? 'infinity');

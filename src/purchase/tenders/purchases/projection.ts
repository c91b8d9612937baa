import type { Tx } from '../../../kernel/database/transactions.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { missingOf } from './completeness.rules.js';
import { conflictsOf } from './conflicts.rules.js';
import { isPublished } from '../recording/facts-in-force.rules.js';
import type { Party } from '../recording/facts.types.js';
import { baseOf, type LotRow, type OpenTender } from '../open-tender.js';
import { deriveTender, type DerivedTender } from './purchase.rules.js';
import type { Conflict } from './purchase.types.js';

const fen = (yuan: string | undefined): string | null => (yuan === undefined ? null : parseYuan(yuan).toString());
const organisation = (party: Party | undefined): string | null => party?.organisation ?? null;

/** Rewrites the rows that follow from a tender's facts. Every statement is set-based; what has no facts costs nothing. */
export async function projectTender(
  tx: Tx,
  open: OpenTender,
): Promise<{ derived: DerivedTender; conflicts: Conflict[] }> {
  const { tender, lots, facts } = open;
  const base = baseOf(open);
  const numbers = lots.map((l) => l.no);
  const derived = deriveTender(numbers, facts);
  const shown = facts.every(isPublished) ? derived : deriveTender(numbers, facts.filter(isPublished));
  const conflicts = conflictsOf(base, facts);
  await tx.prepared(
    `WITH lots AS (
       UPDATE lot SET state = g.state, published_state = g."publishedState", bid_count = g."bidCount", deadline_at = g."deadlineAt"
       FROM jsonb_to_recordset($7::jsonb) AS g(no integer, state text, "publishedState" text, "bidCount" integer, "deadlineAt" timestamptz)
       WHERE lot.tender_id = $1 AND lot.no = g.no
     )
     UPDATE tender SET state = $2, published_state = $8, deadline_at = $3, published = $4, conflicts = $5, completeness = $6,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [
      tender.id,
      derived.state,
      derived.deadlineAt,
      derived.published,
      JSON.stringify(conflicts),
      JSON.stringify(missingOf(base, facts)),
      JSON.stringify(derived.lots.map((lot, i) => ({ ...lot, publishedState: shown.lots[i]?.state ?? null }))),
      shown.state,
    ],
  );
  const idOf = new Map(lots.map((l: LotRow) => [l.no, l.id]));
  if (derived.bids.length > 0) await projectBids(tx, tender.id, idOf, derived);
  if (derived.awards.length > 0) await projectAwards(tx, tender.id, idOf, derived);
  return { derived, conflicts };
}

async function projectBids(
  tx: Tx,
  tender: string,
  idOf: ReadonlyMap<number, string>,
  { bids }: DerivedTender,
): Promise<void> {
  const rows = bids.map(({ fact, lot, data }) => ({
    id: fact,
    lot: idOf.get(lot),
    bidder: organisation(data.bidder),
    price: fen(data.price),
    rank: data.rank ?? null,
    score: data.score ?? null,
    status: data.status ?? null,
  }));
  await tx.prepared(
    `WITH gone AS (DELETE FROM bid WHERE tender_id = $1 AND NOT (id = ANY($3::uuid[])))
     INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, rank, score, status)
     SELECT g.id, $1, g.lot, g.bidder, g.price, g.rank, g.score, g.status FROM jsonb_to_recordset($2::jsonb)
       AS g(id uuid, lot uuid, bidder uuid, price bigint, rank integer, score numeric, status text)
     ON CONFLICT (id) DO UPDATE SET bidder_id = EXCLUDED.bidder_id, price = EXCLUDED.price, rank = EXCLUDED.rank,
       score = EXCLUDED.score, status = EXCLUDED.status`,
    [tender, JSON.stringify(rows), rows.map((b) => b.id)],
  );
}

/** One row per lot that was ever awarded: the award of a lot that failed afterwards stays, cancelled. */
async function projectAwards(
  tx: Tx,
  tender: string,
  idOf: ReadonlyMap<number, string>,
  { awards }: DerivedTender,
): Promise<void> {
  const rows = awards.map(({ fact, lot, data, state }) => ({
    lot: idOf.get(lot),
    supplier: organisation(data.supplier),
    amount: fen(data.amount),
    decided: data.decidedOn ?? null,
    published: data.publishedOn ?? null,
    state,
    fact,
  }));
  await tx.prepared(
    `MERGE INTO award a USING jsonb_to_recordset($2::jsonb)
       AS g(lot uuid, supplier uuid, amount bigint, decided text, published text, state text, fact uuid)
     ON a.lot_id = g.lot
     WHEN MATCHED THEN UPDATE SET supplier_id = g.supplier, amount = g.amount, decided_on = g.decided,
       published_on = g.published, state = g.state, fact_id = g.fact
     WHEN NOT MATCHED THEN INSERT (tender_id, lot_id, supplier_id, amount, decided_on, published_on, state, fact_id)
       VALUES ($1, g.lot, g.supplier, g.amount, g.decided, g.published, g.state, g.fact)`,
    [tender, JSON.stringify(rows)],
  );
}

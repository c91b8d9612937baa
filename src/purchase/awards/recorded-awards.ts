import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { parseYuan } from '../../kernel/money/money.js';
import type { DerivedAward } from '../tenders/purchases/awards.rules.js';
import { storeRecordedAwards } from '../tenders/purchases/projection.js';
import type { TenderFactData, Yuan } from '../tenders/recording/fact-types.js';
import { findPublishedWords } from '../tenders/recording/published-words.rules.js';

const toFen = (yuan: Yuan | undefined): string | null => (yuan === undefined ? null : parseYuan(yuan).toString());

/**
 * A lot that was ever awarded keeps its row: the award of a lot that failed afterwards stays, cancelled. Where several suppliers are
 * chosen each has its own row, known by the supplier, and by its fact where nobody is named or the supplier's record was merged; a supplier who turns out to be none of
 * them keeps a row that is cancelled, and so does one whose award was cancelled where another follows.
 */
storeRecordedAwards.contribute(async (tx, tender, lots, awards, { isNew = false }) => {
  const rows = awards.map(({ fact, lot, several, data, state, cancelled = false, published }) => {
    const columns = toColumns(data, state);
    const as = findPublishedWords(columns, published && toColumns(published.data, published.state));
    return { tender, lot: lots.get(lot), several, cancelled, ...columns, fact, as };
  });
  const kept = tx.takeKeptRow(writeAwards, tender);
  if (kept?.some(({ lot }) => !rows.some((row) => row.lot === lot && !row.several))) await putAwards(tx, kept);
  if (isNew && rows.every(canWait) && tx.keepRow(writeAwards, tender, rows)) return;
  await putAwards(tx, rows);
});

/** What everybody is shown of an award that was published, by column. */
const toColumns = (data: TenderFactData['award'], state: DerivedAward['state']) => ({
  supplier_id: data.supplier?.organisation ?? null,
  amount: toFen(data.amount),
  decided_on: data.decidedOn ?? null,
  published_on: data.publishedOn ?? null,
  rank: data.rank ?? null,
  share: data.share ?? null,
  unit_price: toFen(data.unitPrice),
  unit: data.unit ?? null,
  state,
});

interface AwardRow {
  tender: string;
  lot: string | undefined;
  several: boolean;
  state: string;
}

/** Whether an award of a new tender need not be written yet: a contract refers to the one that it carries out, and of several suppliers each keeps a row. */
const canWait = ({ several, state }: AwardRow): boolean => !several && state === 'active';

async function writeAwards(tx: Tx, calls: readonly (readonly AwardRow[])[]): Promise<undefined[]> {
  const rows = calls.flat();
  await tx.runPreparedQuery(
    `WITH said AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(tender uuid, lot uuid, supplier_id uuid, several boolean, cancelled boolean, amount bigint, decided_on text, published_on text,
         rank integer, share integer, unit_price bigint, unit text, state text, fact uuid, "as" jsonb)
     ), given AS (
       SELECT g.*, (SELECT a.id FROM award a WHERE a.lot_id = g.lot
           AND (NOT g.several AND NOT g.cancelled AND NOT EXISTS (SELECT FROM said o WHERE o.cancelled AND o.lot = g.lot
               AND (o.fact = a.fact_id OR o.supplier_id = a.supplier_id)) OR a.fact_id = g.fact
             OR (g.several OR g.cancelled) AND a.supplier_id = g.supplier_id AND NOT EXISTS (SELECT FROM said o WHERE o.fact = a.fact_id AND o.fact <> g.fact))
           ORDER BY (g.several OR g.cancelled) AND a.fact_id = g.fact DESC, a.state IN ('active', 'contracted') DESC,
             a.supplier_id IS NOT DISTINCT FROM g.supplier_id DESC, a.id LIMIT 1) AS id
       FROM said g
     ), gone AS (
       UPDATE award SET state = 'cancelled', published_as = NULL WHERE tender_id = ANY ($2::uuid[]) AND state IN ('active', 'contracted')
         AND lot_id IN (SELECT lot FROM given) AND NOT EXISTS (SELECT FROM given WHERE given.id = award.id)
     )
     MERGE INTO award a USING given g ON a.id = g.id
     WHEN MATCHED THEN UPDATE SET supplier_id = g.supplier_id, several = g.several, amount = g.amount, decided_on = g.decided_on,
       published_on = g.published_on, rank = g.rank, share = g.share, unit_price = g.unit_price, unit = g.unit, state = g.state, fact_id = g.fact,
       published_as = g."as"
     WHEN NOT MATCHED THEN INSERT (tender_id, lot_id, supplier_id, several, amount, decided_on, published_on, rank, share, unit_price, unit,
         state, fact_id, published_as)
       VALUES (g.tender, g.lot, g.supplier_id, g.several, g.amount, g.decided_on, g.published_on, g.rank, g.share, g.unit_price, g.unit, g.state,
         g.fact, g."as")`,
    [JSON.stringify(rows), [...new Set(rows.map(({ tender }) => tender))]],
  );
  return calls.map(() => undefined);
}
const putAwards = shareCalls(writeAwards);

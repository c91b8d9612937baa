import { parseYuan } from '../../kernel/money/money.js';
import { storeRecordedAwards } from '../tenders/purchases/projection.js';

/** One row per lot that was ever awarded: the award of a lot that failed afterwards stays, cancelled. */
storeRecordedAwards.contribute(async (tx, tender, lots, awards) => {
  const rows = awards.map(({ fact, lot, data, state }) => ({
    lot: lots.get(lot),
    supplier: data.supplier?.organisation ?? null,
    amount: data.amount === undefined ? null : parseYuan(data.amount).toString(),
    decided: data.decidedOn ?? null,
    published: data.publishedOn ?? null,
    state,
    fact,
  }));
  await tx.runPreparedQuery(
    `MERGE INTO award a USING jsonb_to_recordset($2::jsonb)
       AS g(lot uuid, supplier uuid, amount bigint, decided text, published text, state text, fact uuid)
     ON a.lot_id = g.lot
     WHEN MATCHED THEN UPDATE SET supplier_id = g.supplier, amount = g.amount, decided_on = g.decided,
       published_on = g.published, state = g.state, fact_id = g.fact
     WHEN NOT MATCHED THEN INSERT (tender_id, lot_id, supplier_id, amount, decided_on, published_on, state, fact_id)
       VALUES ($1, g.lot, g.supplier, g.amount, g.decided, g.published, g.state, g.fact)`,
    [tender, JSON.stringify(rows)],
  );
});

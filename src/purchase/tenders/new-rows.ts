import type { LotWords } from './conducted/terms/lot-terms.rules.js';
import type { LockedTender, LotRow } from './open-tender.js';
import { shareCalls } from '../../kernel/database/batches/side-by-side.js';

/** Inserts the row of a tender, whose id is given. Amounts in fen. A buyer whose record was merged is the one in which it goes on. */
export const insertTenderRow = shareCalls(async (tx, rows: readonly { id: string; [column: string]: unknown }[]) => {
  const stored = await tx.query<LockedTender>(
    `INSERT INTO tender (id, dataset, ocid, purchase_id, round, conducted, buyer_id, programme_id, title, method, category,
       region, region_text, budget_level, project_no, budget, window_start, window_end, term_text, completeness,
       state, terms, plan, written_by, agent_id, copied_from)
     SELECT g.id, g.dataset, (SELECT prefix FROM ocid_prefix) || '-' || g.id, g.purchase, g.round, g.conducted,
       coalesce((SELECT o.merged_into FROM organisation o WHERE o.id = g.buyer), g.buyer), g.programme, g.title,
       g.method, g.category, g.region, g."regionText", g."budgetLevel", g."projectNo", g.budget, g.start, g."end", g."termText", g.completeness,
       g.state, g.terms, g.plan, array_remove(ARRAY[g.writer], NULL), g.agent, g.origin
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, dataset text, purchase uuid, round integer, conducted text, buyer uuid, programme uuid,
       title text, method text, category text, region text, "regionText" text, "budgetLevel" text, "projectNo" text, budget bigint, start text,
       "end" text, "termText" text, completeness jsonb, state text, terms jsonb, plan jsonb, writer uuid, agent uuid, origin uuid)
     RETURNING *`,
    [JSON.stringify(rows)],
  );
  const byId = new Map(stored.map((row) => [row.id, row]));
  return rows.map(({ id }) => byId.get(id.toLowerCase()) as LockedTender);
});

/** Inserts lots of one tender; answers them as stored, in any order. */
export const insertLots = shareCalls(async (tx, calls: readonly (readonly { tender: string }[])[]) => {
  const rows = await tx.query<Omit<LotRow, keyof LotWords> & { tender_id: string }>(
    `INSERT INTO lot (tender_id, no, name, ceiling, budget, pricing, suppliers_most)
     SELECT g.tender, g.no, g.name, g.ceiling, g.budget, g.pricing, g."suppliersMost" FROM jsonb_to_recordset($1::jsonb)
       AS g(tender uuid, no integer, name text, ceiling bigint, budget bigint, pricing text, "suppliersMost" integer)
     RETURNING tender_id, id, no, name, ceiling::text, budget::text, pricing, suppliers_most`,
    [JSON.stringify(calls.flat())],
  );
  const byTender = new Map<string, Omit<LotRow, keyof LotWords>[]>();
  for (const { tender_id: tender, ...lot } of rows) {
    const lots = byTender.get(tender);
    if (lots) lots.push(lot);
    else byTender.set(tender, [lot]);
  }
  return calls.map(([first]) => byTender.get(first?.tender.toLowerCase() ?? '') ?? []);
});

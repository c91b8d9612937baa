import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { NO_PLAN, NO_TERMS, type TenderPlan, type TenderTerms } from './terms/terms-types.js';

/** Everything the documents of a tender say, in one piece: what is published as a revision and compared with another. */
export interface TenderDocument {
  title: string;
  method: string | null;
  category: string | null;
  region: string | null;
  budgetLevel: string | null;
  budget: string | null;
  window: { start: string | null; end: string | null };
  serviceLines: string[];
  lots: { no: number; name: string | null; ceiling: string | null; pricing: 'fixed' | 'competitive' | null }[];
  terms: TenderTerms;
  plan: TenderPlan;
}

interface Row {
  title: string;
  method: string | null;
  category: string | null;
  region: string | null;
  budget_level: string | null;
  budget: string | null;
  window_start: string | null;
  window_end: string | null;
  /** Null for a purchase conducted elsewhere. */
  terms: TenderTerms | null;
  plan: TenderPlan | null;
  lines: string[];
  lots: TenderDocument['lots'];
}

export const loadTenderDocument = (tx: Tx, tender: string): Promise<TenderDocument> => readDocument(tx.manager, tender);

export async function readDocument(reader: Reader, tender: string): Promise<TenderDocument> {
  const [row] = await reader.query<[Row]>(
    `SELECT t.title, t.method, t.category, t.region, t.budget_level, t.budget::text, t.window_start, t.window_end, t.terms, t.plan,
       ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = t.id ORDER BY 1) AS lines,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', no, 'name', name, 'ceiling', ceiling::text, 'pricing', pricing)
          ORDER BY no), '[]') FROM lot WHERE tender_id = t.id) AS lots
     FROM tender t WHERE t.id = $1`,
    [tender],
  );
  return {
    title: row.title,
    method: row.method,
    category: row.category,
    region: row.region,
    budgetLevel: row.budget_level,
    budget: formatYuanOrNull(row.budget),
    window: { start: row.window_start, end: row.window_end },
    serviceLines: row.lines,
    lots: row.lots.map((lot) => ({ ...lot, ceiling: formatYuanOrNull(lot.ceiling) })),
    terms: row.terms ?? NO_TERMS,
    plan: row.plan ?? NO_PLAN,
  };
}

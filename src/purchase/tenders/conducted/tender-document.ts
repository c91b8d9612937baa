import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import type { DocumentLot, TenderDocument } from './terms/document-types.js';
import { lotWordsSql } from './terms/lot-terms.queries.js';
import { toOwnWords, type LotWords } from './terms/lot-terms.rules.js';
import { NO_PLAN, NO_TERMS, type TenderPlan, type TenderTerms } from './terms/terms-types.js';

interface Row {
  id: string;
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
  lots: (Pick<DocumentLot, 'no' | 'name' | 'ceiling' | 'pricing'> & LotWords)[];
}

export const loadTenderDocument = async (tx: Tx, tender: string): Promise<TenderDocument> =>
  (await loadTenderDocuments(tx.manager, [tender])).get(tender) as TenderDocument;

export async function loadTenderDocuments(
  reader: Reader,
  tenders: readonly string[],
): Promise<Map<string, TenderDocument>> {
  const rows = await reader.query<Row[]>(
    `SELECT t.id, t.title, t.method, t.category, t.region, t.budget_level, t.budget::text, t.window_start, t.window_end, t.terms, t.plan,
       ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = t.id ORDER BY 1) AS lines,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', l.no, 'name', l.name, 'ceiling', l.ceiling::text, 'pricing', l.pricing,
          ${lotWordsSql('l')}) ORDER BY l.no), '[]') FROM lot l WHERE l.tender_id = t.id) AS lots
     FROM tender t WHERE t.id = ANY ($1::uuid[])`,
    [tenders],
  );
  return new Map(rows.map((row) => [row.id, toDocument(row)]));
}

const toDocument = (row: Row): TenderDocument => ({
  title: row.title,
  method: row.method,
  category: row.category,
  region: row.region,
  budgetLevel: row.budget_level,
  budget: formatYuanOrNull(row.budget),
  window: { start: row.window_start, end: row.window_end },
  serviceLines: row.lines,
  lots: row.lots.map(({ no, name, ceiling, pricing, ...words }) => ({
    ...{ no, name, ceiling: formatYuanOrNull(ceiling), pricing },
    ...toOwnWords(words),
  })),
  terms: row.terms ?? NO_TERMS,
  plan: row.plan ?? NO_PLAN,
});

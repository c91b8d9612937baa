import { formatYuanOrNull } from '../../../platform/money/money.js';
import { NO_PLAN, NO_TERMS } from './terms.types.js';
export const documentOf = (tx, tender) => readDocument(tx.manager, tender);
export async function readDocument(reader, tender) {
    const [row] = await reader.query(`SELECT t.title, t.method, t.category, t.region, t.budget_level, t.budget::text, t.window_start, t.window_end, t.terms, t.plan,
       ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = t.id ORDER BY 1) AS lines,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', no, 'name', name, 'ceiling', ceiling::text, 'pricing', pricing)
          ORDER BY no), '[]') FROM lot WHERE tender_id = t.id) AS lots
     FROM tender t WHERE t.id = $1`, [tender]);
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
//# sourceMappingURL=tender-document.js.map
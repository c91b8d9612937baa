import { scopeFor, scopeOf } from '../../platform/access/scope.js';
import { lockKept } from '../../platform/database/kept.js';
import { Problem } from '../../platform/errors/problem.js';
import { FACTS_OF_ROOT, factsOfRow } from './facts.store.js';
import { keptPurchase, TENDER_PARTIES, visiblePurchase } from './tender.visibility.js';
/** Locks a tender whose record the caller keeps. One that is only visible to the caller is not theirs to change: 403. */
export function lockTender(tx, id, version) {
    const scope = scopeOf(tx.principal);
    const recording = scopeFor(tx.principal, 'tender.record');
    return lockKept(tx, 'tender', id, {
        kept: (sql) => keptPurchase(sql, recording, TENDER_PARTIES),
        visible: (sql) => visiblePurchase(sql, scope, TENDER_PARTIES),
    }, version);
}
export async function openTender(tx, id, version) {
    const tender = await lockTender(tx, id, version);
    if (tender.conducted === 'here')
        throw new Problem('conducted_here');
    // Read after the lock: what was waited for must be seen.
    const [row] = (await tx.prepared(`SELECT business_now() AS now,
       ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = r.id ORDER BY 1) AS lines,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'no', no, 'name', name, 'ceiling', ceiling::text,
         'budget', budget::text) ORDER BY no), '[]')
        FROM lot WHERE tender_id = r.id) AS lots,
       ${FACTS_OF_ROOT} AS facts
     FROM (SELECT $1::uuid AS id) r`, [id]));
    tx.happensAt(row.now);
    return { tender, lots: row.lots, serviceLines: row.lines, facts: factsOfRow(row.facts) };
}
export const baseOf = ({ tender, lots, serviceLines }) => ({
    title: tender.title,
    buyer: tender.buyer_id,
    method: tender.method,
    category: tender.category,
    region: tender.region,
    window: { start: tender.window_start, end: tender.window_end },
    serviceLines: serviceLines.length,
    lots: lots.map((l) => ({ no: l.no, ceiling: l.ceiling === null ? null : BigInt(l.ceiling) })),
});
/** How the audit and the feed name a tender. */
export const changeOf = (tender) => ({
    aggregate: 'tender',
    id: tender.id,
    dataset: tender.dataset,
    region: tender.region,
    tenants: [tender.buyer_id, tender.agent_id].filter((t) => t !== null),
});
//# sourceMappingURL=open-tender.js.map
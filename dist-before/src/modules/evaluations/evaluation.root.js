import { scopeOf } from '../../platform/access/scope.js';
import { lockKept } from '../../platform/database/kept.js';
import { keptEvaluation, visibleEvaluation } from './evaluation.visibility.js';
export const lockEvaluation = (tx, id, version) => {
    const scope = scopeOf(tx.principal);
    return lockKept(tx, 'evaluation', id, { kept: (sql) => keptEvaluation(sql, scope), visible: (sql) => visibleEvaluation(sql, scope) }, version);
};
/**
 * Whom a change is told to: the buyer and who evaluates; the agency from the publication on, and everybody of the
 * publication itself.
 */
export const changeOfEvaluation = (e, evaluator = e.evaluator_id, published = e.published_at !== null) => ({
    aggregate: 'evaluation',
    id: e.id,
    dataset: e.dataset,
    region: e.region,
    tenants: [e.buyer_id, evaluator, published ? e.supplier_id : null].filter((body) => body !== null),
});
//# sourceMappingURL=evaluation.root.js.map
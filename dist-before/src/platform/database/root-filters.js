import { byExternalId } from './external-ids.js';
/** The filters that every list of roots has; the query's root is `r`. */
export function rootFilters(sql, type, query) {
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    sql.when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
    return byExternalId(sql, type, query.externalId);
}
/** The order of creation: rows that come between two pages come after them. */
export const CREATION = [
    { column: 'r.created_at', type: 'timestamptz' },
    { column: 'r.id', type: 'uuid' },
];
//# sourceMappingURL=root-filters.js.map
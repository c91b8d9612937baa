import { isSupervised } from '../../platform/access/visible.js';
import { Problem } from '../../platform/errors/problem.js';
/** SQL: the caller oversees the region of the row. What has no region is overseen by who oversees all. */
export function isOverseen(sql, scope, column) {
    if (scope.everything)
        return 'true';
    return scope.permissions.has('risk.read') ? isSupervised(sql, scope, `coalesce(${column}, '')`) : 'false';
}
/** SQL: a body of the caller was asked about flag `r`. */
export function isAsked(sql, scope) {
    if (!scope.permissions.has('risk.respond') || scope.organisations.length === 0)
        return 'false';
    return `EXISTS (SELECT FROM flag_ask a WHERE a.flag_id = r.id AND a.organisation_id = ANY (${sql.p(scope.organisations)}::uuid[]))`;
}
/** Flags (root `r`) the caller may see: those of the own region; a body sees one about itself only when asked. */
export function visibleFlag(sql, scope) {
    return sql.and(`${isOverseen(sql, scope, 'r.region')} OR ${isAsked(sql, scope)}`);
}
/** Flags are for who works them and for who was asked. @throws Problem `not_permitted` */
export function mustReadFlags(scope) {
    if (!scope.everything && !scope.permissions.has('risk.read') && !scope.permissions.has('risk.respond'))
        throw new Problem('not_permitted');
}
export const actorOf = ({ kind, id }) => ({
    kind: kind === 'public' ? 'system' : kind,
    id,
});
//# sourceMappingURL=flag.visibility.js.map
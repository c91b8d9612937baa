import { regionPrefix } from '../identity/regions.js';
const REGIONAL = new Set(['supervisor', 'finance_authority']);
const reach = (seats) => {
    const regional = seats.filter((s) => REGIONAL.has(s.role) && s.region !== null);
    return {
        organisations: [...new Set(seats.map((s) => s.organisation))],
        regions: [...new Set(regional.map((s) => regionPrefix(s.region)))],
        seats,
    };
};
export function scopeOf(principal) {
    return {
        ...reach(principal.seats),
        everything: principal.kind === 'system',
        user: principal.kind === 'user' ? principal.id : null,
        permissions: principal.permissions,
    };
}
/** The same by the seats alone that give this permission: rows that the caller may do it to. */
export const narrowed = (scope, permission) => ({
    ...scope,
    ...reach(scope.seats.filter((seat) => seat.permissions.has(permission))),
});
export const scopeFor = (principal, permission) => narrowed(scopeOf(principal), permission);
//# sourceMappingURL=scope.js.map
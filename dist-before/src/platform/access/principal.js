/** The body of a seat that is in none (the first administrator): an id that no row has, so nothing of any body is theirs. */
export const NO_BODY = '00000000-0000-0000-0000-000000000000';
export const PUBLIC = { kind: 'public', id: null, seats: [], permissions: new Set() };
export const SYSTEM = { kind: 'system', id: null, seats: [], permissions: new Set() };
export const hasRole = (principal, role) => principal.seats.some((s) => s.role === role);
//# sourceMappingURL=principal.js.map
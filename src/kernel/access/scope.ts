import { regionPrefix } from '../identity/regions.js';
import type { Principal, Seat } from './principal.js';

declare const scoped: unique symbol;

/**
 * What a caller may see, in a form SQL can use. Every query of tenant rows takes one, so a query without its tenant does
 * not compile; the only way to make one is the function below.
 */
export interface Scope {
  readonly [scoped]: true;
  /** Bodies the caller sits in. */
  readonly organisations: readonly string[];
  /** Prefixes of region codes whose every row the caller may see, by seats that oversee their region. */
  readonly regions: readonly string[];
  /** Everything, for jobs and commands. */
  readonly everything: boolean;
  readonly user: string | null;
  /** Who calls: a person, or a key, which is its holder's hand. */
  readonly caller: string | null;
  /** What the caller may do anywhere; what may be done with one object is asked of the seats (`held.ts`). */
  readonly permissions: ReadonlySet<string>;
  readonly seats: readonly Seat[];
}

const reach = (seats: readonly Seat[]): Pick<Scope, 'organisations' | 'regions' | 'seats'> => {
  const regional = seats.filter((s) => s.overseesRegion && s.region !== null);
  return {
    organisations: [...new Set(seats.map((s) => s.organisation))],
    regions: [...new Set(regional.map((s) => regionPrefix(s.region as string)))],
    seats,
  };
};

export function toScope(principal: Principal): Scope {
  return {
    ...reach(principal.seats),
    everything: principal.kind === 'system',
    user: principal.kind === 'user' ? principal.id : null,
    caller: principal.id,
    permissions: principal.permissions,
  } as unknown as Scope;
}

/** The same by the seats alone that give this permission: rows that the caller may do it to. */
export const narrowScope = (scope: Scope, permission: string): Scope => ({
  ...scope,
  ...reach(scope.seats.filter((seat) => seat.permissions.has(permission))),
});
export const toPermissionScope = (principal: Principal, permission: string): Scope =>
  narrowScope(toScope(principal), permission);

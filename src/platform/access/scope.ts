import { regionPrefix } from '../identity/regions.js';
import type { Principal } from './principal.js';

declare const scoped: unique symbol;

/**
 * What a caller may see, in a form SQL can use. Every query of tenant rows takes one, so a query without its tenant does
 * not compile; the only way to make one is the function below.
 */
export interface Scope {
  readonly [scoped]: true;
  /** Bodies the caller sits in. */
  readonly organisations: readonly string[];
  /** Prefixes of region codes whose every purchase the caller may see (supervisor, finance authority). */
  readonly regions: readonly string[];
  /** Everything, for jobs and commands. */
  readonly everything: boolean;
  readonly user: string | null;
  readonly permissions: ReadonlySet<string>;
}

const REGIONAL = new Set(['supervisor', 'finance_authority']);

export function scopeOf(principal: Principal): Scope {
  const regional = principal.seats.filter((s) => REGIONAL.has(s.role) && s.region !== null);
  return {
    organisations: [...new Set(principal.seats.map((s) => s.organisation))],
    regions: [...new Set(regional.map((s) => regionPrefix(s.region as string)))],
    everything: principal.kind === 'system',
    user: principal.kind === 'user' ? principal.id : null,
    permissions: principal.permissions,
  } as unknown as Scope;
}

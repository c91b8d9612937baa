import type { Principal } from '../../platform/access/principal.js';
import { regionPrefix } from '../../platform/identity/regions.js';
import { Problem } from '../../platform/errors/problem.js';
import { permissionsOf, type Permission } from '../accounts/roles.js';

interface Parties {
  region: string | null;
  buyer_id: string | null;
  agent_id: string | null;
}

/** Whose part it is to do what needs these permissions. */
const PARTS: Partial<Record<Permission, readonly (keyof Parties)[]>> = {
  'tender.manage': ['buyer_id'],
  'tender.end': ['buyer_id'],
  'tender.draft': ['buyer_id', 'agent_id'],
};

/**
 * By a seat in the body whose part it is, or, for what an authority decides, by one that sees the region: a permission that
 * the caller holds elsewhere is none here. Nobody suspends a purchase of the own body by a seat over another region.
 */
export function mustActFor({ seats, permissions }: Principal, permission: string, tender: Parties): void {
  const name = permission as Permission;
  const holds = seats.some(({ role, region, organisation }) => {
    if (!permissionsOf([role]).has(name)) return false;
    if (name === 'remedy.decide') return region !== null && (tender.region ?? '').startsWith(regionPrefix(region));
    return PARTS[name]?.some((part) => tender[part] === organisation) ?? false;
  });
  if (!permissions.has(name) || !holds) throw new Problem('not_permitted');
}

import type { Scope } from '../../kernel/access/scope.js';
import { listTenderPermissions, type Parties } from '../tenders/acting-for.js';

/** Columns of the tender `r` that say whose part an act of its review is. */
export const PARTS = `r.buyer_id, r.agent_id, r.region,
  (SELECT o.region FROM organisation o WHERE o.id = r.buyer_id) AS buyer_region`;
export interface ReviewParts extends Parties {
  buyer_region: string | null;
}

const OF_PANEL: readonly string[] = ['panel.act', 'bid.qualify'];

/**
 * What the caller may do in the review of a lot: for the buyer or its agent by a seat there, for the panel by sitting in it.
 * A reviewer's account in the buyer's body sits in no panel by that.
 */
export function mayDo(scope: Scope, parts: ReviewParts, isMember: boolean): { permissions: ReadonlySet<string> } {
  const held = listTenderPermissions({ seats: scope.seats, person: scope.user !== null }, parts, parts.buyer_region);
  const runs = held.has('panel.appoint');
  return {
    permissions: new Set([
      ...[...held].filter((p) => p !== 'panel.act' && (p !== 'bid.qualify' || runs)),
      ...(isMember ? OF_PANEL.filter((p) => scope.permissions.has(p)) : []),
    ]),
  };
}

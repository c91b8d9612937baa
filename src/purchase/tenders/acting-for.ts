import { listHeldPermissions, holdsRegionalPermission } from '../../kernel/access/held.js';
import type { Seat } from '../../kernel/access/principal.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Permission } from '../../people/accounts/roles.js';
import { isCompetentCallerSql } from './oversight/competent.queries.js';

export interface Parties {
  region: string | null;
  buyer_id: string | null;
  agent_id: string | null;
}
/** A person has an id as such; a program (a key) has none. */
interface Caller {
  seats: readonly Seat[];
  person: boolean;
}

/** What an agent does not do for the buyer, whatever seats its people have there (Law article 19). */
const BUYER_ONLY: readonly Permission[] = ['tender.manage', 'tender.approve', 'tender.end'];

/**
 * What the caller may do with a purchase: by seats (or a key) in its buyer and its agent, and, for what an authority decides,
 * by one that watches over it, or over who buys (`isCompetent`: complaints about it are for an authority of the caller's). A permission that is held in another body is none here: nobody suspends a purchase of the
 * own body by a seat over another region, nobody approves by one in another bureau. What suspends or ends a purchase is a
 * person's act.
 */
export function listTenderPermissions(
  { seats, person }: Caller,
  tender: Parties,
  buyerRegion: string | null,
  isCompetent = false,
): Set<string> {
  const held = listHeldPermissions({ seats }, [tender.buyer_id]);
  for (const permission of listHeldPermissions({ seats }, [tender.agent_id]))
    if (!BUYER_ONLY.some((own) => own === permission)) held.add(permission);
  const decides = person && (isCompetent || holdsRegionalPermission({ seats }, 'remedy.decide', [tender.region]));
  const grants = holdsRegionalPermission({ seats }, 'method.approve', [tender.region, buyerRegion]);
  return new Set([
    ...[...held].filter((permission) => permission !== 'remedy.decide' && permission !== 'method.approve'),
    ...(decides ? ['remedy.decide'] : []),
    ...(grants ? ['method.approve'] : []),
  ]);
}

/** The same in a transaction, of a tender under its lock. */
export async function loadTenderPermissions(
  tx: Pick<Tx, 'principal' | 'query'>,
  tender: Parties & { id: string },
): Promise<Set<string>> {
  const sql = new Sql();
  const [buyer] = await tx.query<{ region: string | null; competent: boolean }>(
    `SELECT b.region, ${isCompetentCallerSql(sql, tx.principal, 't.id')} AS competent
     FROM tender t LEFT JOIN organisation b ON b.id = t.buyer_id WHERE t.id = ${sql.p(tender.id)}`,
    sql.params,
  );
  const { seats, kind } = tx.principal;
  return listTenderPermissions({ seats, person: kind === 'user' }, tender, buyer?.region ?? null, buyer?.competent);
}

/** @returns all that the caller may do with it */
export async function assertTenderPermission(
  tx: Tx,
  permission: Permission,
  tender: Parties & { id: string },
): Promise<Set<string>> {
  const permissions = await loadTenderPermissions(tx, tender);
  if (!permissions.has(permission)) throw new Problem('not_permitted');
  return permissions;
}

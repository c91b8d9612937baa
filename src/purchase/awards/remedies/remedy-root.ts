import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf, type Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import { lockKept } from '../../../kernel/database/kept.js';
import type { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { regionPrefix } from '../../../kernel/identity/regions.js';
import { permissionsOf, type Permission } from '../../../people/accounts/roles.js';

export type RemedyTable = 'challenge' | 'complaint';
/** Who filed it. */
const FILER = { challenge: 'challenger_id', complaint: 'complainant_id' } as const;

/** Columns that challenges and complaints share. */
export interface RemedyRoot {
  id: string;
  version: number;
  dataset: string;
  tender_id: string;
  lot_id: string | null;
  region: string | null;
  buyer_id: string | null;
  agent_id: string | null;
  state: string;
  received_at: Date;
  remedied_at: Date | null;
}

/** Who files, who is to answer and who watches over them; it is nobody else's business. */
export const concerned = (sql: Sql, scope: Scope, table: RemedyTable): string =>
  scope.everything
    ? 'true'
    : [
        ...[`r.${FILER[table]}`, 'r.buyer_id', 'r.agent_id'].map((column) => isMine(sql, scope, column)),
        isSupervised(sql, scope, 'r.region'),
      ].join(' OR ');

export function lockRemedy<T extends RemedyRoot>(tx: Tx, table: RemedyTable, id: string, version: number): Promise<T> {
  const scope = scopeOf(tx.principal);
  const reach = (sql: Sql): Sql => sql.and(concerned(sql, scope, table));
  return lockKept<T>(tx, table, id, { kept: reach, visible: reach }, version);
}

/** Tender before challenge or complaint: the order of every lock. */
export async function lockTenderOf(tx: Tx, table: RemedyTable, id: string): Promise<void> {
  await tx.query(`SELECT 1 FROM tender WHERE id = (SELECT tender_id FROM ${table} WHERE id = $1) FOR NO KEY UPDATE`, [
    id,
  ]);
}

/** By a seat in the body whose part it is, or one that sees the region: a permission held elsewhere is none here. */
export function mustBeTheirPart(
  { seats, permissions }: Pick<Principal, 'seats' | 'permissions'>,
  permission: string,
  root: RemedyRoot & { challenger_id?: string; complainant_id?: string },
): void {
  const parts: Record<string, readonly (string | null | undefined)[]> = {
    'challenge.file': [root.challenger_id],
    'complaint.file': [root.complainant_id],
    'challenge.answer': [root.buyer_id, root.agent_id],
    'tender.manage': [root.buyer_id],
  };
  const holds = seats.some((seat) => {
    if (!permissionsOf([seat.role]).has(permission as Permission)) return false;
    if (permission === 'remedy.decide')
      return seat.region !== null && (root.region ?? '').startsWith(regionPrefix(seat.region));
    return parts[permission]?.includes(seat.organisation) ?? false;
  });
  if (!permissions.has(permission) || !holds) throw new Problem('not_permitted');
}

export const changeOfRemedy = (
  table: RemedyTable,
  root: Pick<RemedyRoot, 'id' | 'dataset' | 'region' | 'buyer_id' | 'agent_id'>,
  filer: string,
) => ({
  aggregate: table,
  id: root.id,
  dataset: root.dataset,
  region: root.region,
  tenants: [...new Set([filer, root.buyer_id, root.agent_id])].filter((t): t is string => t !== null),
});

/** The purchase that a challenge or complaint is about, locked first: signing waits for it, and it for signing. */
export interface DisputedTender {
  id: string;
  dataset: string;
  region: string | null;
  buyer_id: string | null;
  agent_id: string | null;
  lot_id: string | null;
}
export async function lockDisputed(tx: Tx, tender: string, lot: number | null | undefined): Promise<DisputedTender> {
  // Only what is published is known to whoever took part in it.
  const [row] = await tx.query<Omit<DisputedTender, 'lot_id'>>(
    `SELECT id, dataset, region, buyer_id, agent_id FROM tender WHERE id = $1 AND published FOR NO KEY UPDATE`,
    [tender],
  );
  if (!row) throw new Problem('not_found');
  if (lot === null || lot === undefined) return { ...row, lot_id: null };
  const [found] = await tx.query<{ id: string }>(`SELECT id FROM lot WHERE tender_id = $1 AND no = $2`, [tender, lot]);
  if (!found)
    throw new Problem('lot_unknown', {
      errors: [{ pointer: '/lot', code: 'lot_unknown', text: { en: 'No such lot', zh: '没有这个包（标段）' } }],
    });
  return { ...row, lot_id: found.id };
}

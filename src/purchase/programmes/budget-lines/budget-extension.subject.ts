import { listHeldPermissions, holdsRegionalPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { subject, type Root } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { visibleProgramme, type ProgrammeRow } from '../programme-row.queries.js';
import { BudgetExtension } from './budget-extension.entity.js';
import { budgetExtensionLifecycle, type ExtensionState } from './budget-extension.lifecycle.js';

/** A locked programme with the region of its buyer. */
export interface ProgrammeOfBuyer extends ProgrammeRow {
  buyer_region: string | null;
}
/** A locked extension with its programme. */
export interface LockedExtension extends Root<ExtensionState> {
  line: string;
  /** The line's day when the extension was asked for. */
  useBy: string;
  until: string;
  requestedBy: string | null;
  programme: ProgrammeOfBuyer;
}

/** What may be done with an extension: asked for by the buyer, answered by the finance authority that watches over it. */
export function listExtensionPermissions(
  caller: Pick<Principal, 'seats'>,
  programme: { buyer_id: string; region: string | null; buyer_region: string | null },
): Set<string> {
  const held = listHeldPermissions(caller, [programme.buyer_id]);
  held.delete('budget.extend');
  if (holdsRegionalPermission(caller, 'budget.extend', [programme.region, programme.buyer_region]))
    held.add('budget.extend');
  return held;
}

/** Locks a programme that the caller sees. @throws Problem `not_found` */
export async function lockVisibleProgramme(tx: Tx, id: string): Promise<ProgrammeOfBuyer> {
  const scope = toScope(tx.principal);
  const row = await lockRoot<ProgrammeRow>(tx, 'programme', id, (sql) => visibleProgramme(sql, scope), new Sql());
  const [buyer] = await tx.query<{ region: string | null }>(`SELECT region FROM organisation WHERE id = $1`, [
    row.buyer_id,
  ]);
  return { ...row, buyer_region: buyer?.region ?? null };
}

export const extensionAudience = ({ dataset, region, buyer_id }: ProgrammeRow) => ({
  dataset,
  region,
  tenants: [buyer_id],
});

/** An extension of the day until which the money of a budget line may be used. */
export const budgetExtensionSubject = subject<
  LockedExtension,
  'programmes/:id/budget-lines/:line/extensions/:extension',
  BudgetExtension
>({
  lifecycle: budgetExtensionLifecycle,
  path: 'programmes/:id/budget-lines/:line/extensions/:extension',
  entity: BudgetExtension,
  permit: 'programme.read',
  lock: async (tx, { id, line, extension }) => {
    const programme = await lockVisibleProgramme(tx, id);
    const [row] = await tx.query<Omit<LockedExtension, 'programme'>>(
      `SELECT id, version, state, budget_line_id AS line, use_by AS "useBy", until::text AS until, requested_by AS "requestedBy" FROM budget_extension
       WHERE id = $1 AND programme_id = $2 AND budget_line_id = $3 FOR NO KEY UPDATE`,
      [extension, id, line],
    );
    if (!row) throw new Problem('not_found');
    return { ...row, programme };
  },
  heldBy: (tx, { programme }) => Promise.resolve(listExtensionPermissions(tx.principal, programme)),
  audience: ({ programme }) => extensionAudience(programme),
  eventData: ({ programme, line, until }) => ({ programme: programme.id, budgetLine: line, until }),
});

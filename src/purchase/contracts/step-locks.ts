import { toPermissionScope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { keptPurchase, TENDER_PARTIES } from '../tenders/reads/tender-visibility.js';

type Root = 'tender' | 'contract';
/** Of whom each is, as the routes ask that record one. */
const PARTIES = { tender: TENDER_PARTIES, contract: ['r.buyer_id'] } as const;

/** SQL: those of these rows that the caller records; nobody holds what is another's by naming it. */
function recordsOwn(sql: Sql, tx: Tx, root: Root, ids: readonly string[]): string {
  const own = new Sql(sql);
  keptPurchase(
    own.and(`r.id = ANY (${own.p(ids)}::uuid[])`),
    toPermissionScope(tx.principal, `${root}.record`),
    PARTIES[root],
  );
  return own.where;
}

interface HeldTender {
  id: string;
  programme_id: string | null;
}

/** Tenders of the caller, before anything is written of one of them: in one order, by one statement. */
async function lockOwnTenders(tx: Tx, ids: readonly string[]): Promise<HeldTender[]> {
  if (ids.length === 0) return [];
  const sql = new Sql();
  const where = recordsOwn(sql, tx, 'tender', ids);
  return tx.query<HeldTender>(
    `SELECT r.id, r.programme_id FROM tender r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`,
    sql.params,
  );
}

/** How often what was held is given back before it stays as it came. */
const ROUNDS = 20;

/** What spends programmes, and what is to: of programmes that are named, those of the buyers of these tenders. */
interface Spending {
  tenders: readonly string[];
  contracts?: readonly string[];
  programmes?: readonly string[];
}

/**
 * The programmes that some of these tenders, and contracts, spend and those that they are to spend, and then the tenders. One of them may
 * have come to spend another programme while it was waited for: then all is given back, and taken anew behind that one.
 */
export async function lockSpendingTenders(
  tx: Tx,
  tenders: readonly string[],
  spending: Spending = { tenders },
): Promise<void> {
  if (tenders.length === 0 && (spending.contracts ?? []).length === 0) return;
  for (let round = 1; ; round++) {
    await tx.query('SAVEPOINT spending');
    const budgets = await lockBudgets(tx, spending);
    const held = await lockOwnTenders(tx, tenders);
    const hasMoved = ({ id, programme_id: programme }: HeldTender): boolean =>
      spending.tenders.includes(id) && programme !== null && !budgets.includes(programme);
    if (round === ROUNDS || !held.some(hasMoved)) break;
    await tx.query('ROLLBACK TO SAVEPOINT spending');
  }
  await tx.query('RELEASE SAVEPOINT spending');
}

/** In one order, by one statement. */
async function lockBudgets(tx: Tx, { tenders, contracts = [], programmes = [] }: Spending): Promise<string[]> {
  const sql = new Sql();
  const own = recordsOwn(sql, tx, 'tender', tenders);
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM programme WHERE id IN (SELECT r.programme_id FROM tender r WHERE ${own}
         UNION SELECT r.programme_id FROM contract r WHERE ${recordsOwn(sql, tx, 'contract', contracts)})
       OR (id = ANY (${sql.p(programmes)}::uuid[]) AND buyer_id IN (SELECT r.buyer_id FROM tender r WHERE ${own})) ORDER BY id FOR NO KEY UPDATE`,
    sql.params,
  );
  return rows.map(({ id }) => id);
}

/** The same of contracts, behind their tenders. */
export async function lockOwnContracts(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const sql = new Sql();
  const where = recordsOwn(sql, tx, 'contract', ids);
  await tx.query(`SELECT FROM contract r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`, sql.params);
}

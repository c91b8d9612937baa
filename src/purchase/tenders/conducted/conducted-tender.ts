import { toPermissionScope, toScope } from '../../../kernel/access/scope.js';
import { refuseInState } from '../../../kernel/actions/lifecycle.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { LockedTender } from '../open-tender.js';
import type { Tender } from '../tender.entity.js';
import { isCompetentCallerSql } from '../oversight/competent.queries.js';
import { keptPurchase, takesPart, TENDER_PARTIES, visiblePurchase } from '../reads/tender-visibility.js';
import { tenderLifecycle, type TenderStateHere } from '../tender.lifecycle.js';
import type { DraftLot } from '../drafts/draft.rules.js';
import { lotWordsSql } from './terms/lot-terms.queries.js';
import type { TenderPlan, TenderTerms } from './terms/terms-types.js';

/** A tender conducted here, under its lock. */
export interface ConductedTender extends Omit<LockedTender, 'buyer_id'> {
  buyer_id: string;
  /** As it stands now by business time: a deadline that has passed has closed it. */
  state: TenderStateHere;
  deadline_at: Date | null;
  published: boolean;
  terms: TenderTerms;
  plan: TenderPlan;
  revision: number | null;
  written_by: string[];
  copied_from: string | null;
  /** Set while the tender as a whole is suspended. */
  suspended_from: string | null;
  suspended_at: Date | null;
}

type KeptHere = 'buyer_id' | 'state' | 'terms' | 'plan';
/** A tender's row, without what only one conducted here has from its first draft on. */
export type TenderRow = Omit<ConductedTender, KeptHere> & Pick<StoredRow<Tender>, KeptHere>;

/** Who may reach it for an action: its own bodies, or beside them those who watch over its region, or deal with complaints about it. */
export type Reaching = 'parties' | 'overseers';

/** Locks a tender conducted here, by seats that give the permission where one is named. @throws Problem `conducted_elsewhere` for one whose facts are recorded. */
export const lockConductedTender = async (
  tx: Tx,
  id: string,
  version: number | undefined,
  reaching: Reaching = 'parties',
  permission?: string,
): Promise<ConductedTender> => settleTenderClock(tx, await lockReachableTender(tx, id, version, reaching, permission));

/** The same lock, of a purchase that may be conducted elsewhere. */
export async function lockReachableTender(
  tx: Tx,
  id: string,
  version: number | undefined,
  reaching: Reaching,
  permission?: string,
): Promise<ConductedTender> {
  const scope = toScope(tx.principal);
  const keeping = permission === undefined ? scope : toPermissionScope(tx.principal, permission);
  const row = await lockKeptRoot<TenderRow>(
    tx,
    'tender',
    id,
    {
      kept: (sql) =>
        reaching === 'parties'
          ? keptPurchase(sql, keeping, TENDER_PARTIES)
          : sql.and(`${takesPart(sql, keeping, TENDER_PARTIES)} OR ${isCompetentCallerSql(sql, keeping, 'r.id')}`),
      visible: (sql) => visiblePurchase(sql, scope, TENDER_PARTIES),
    },
    version,
  );
  return row as ConductedTender;
}

/** Locks every round of a purchase in one order, for what looks at all of them. */
export const lockRounds = (tx: Tx, purchase: string): Promise<unknown> =>
  tx.query(`SELECT FROM tender WHERE purchase_id = $1 ORDER BY round FOR NO KEY UPDATE`, [purchase]);

/** A locked tender as it stands by business time. @throws Problem `conducted_elsewhere` for one whose facts are recorded. */
export async function settleTenderClock<T extends ConductedTender>(tx: Tx, row: T): Promise<T> {
  if (row.conducted === 'elsewhere') throw new Problem('conducted_elsewhere');
  const closed = row.state === 'open' && row.deadline_at !== null && row.deadline_at <= (await tx.now());
  // Past the deadline lots are suspended one by one; the tender as a whole is not.
  const lots = row.state === 'suspended' && row.suspended_from === null;
  return closed || lots ? { ...row, state: 'closed' } : row;
}

export async function loadDraftLots(tx: Tx, tender: string): Promise<(DraftLot & { id: string })[]> {
  const [row] = await tx.query<{ lots: DraftLotRow[] }>(
    `SELECT ${draftLotsSql('t.id')} AS lots FROM tender t WHERE t.id = $1`,
    [tender],
  );
  return row?.lots.map(toDraftLot) ?? [];
}

/** A lot of a draft as JSON of the database has it. */
export type DraftLotRow = Omit<DraftLot, 'ceiling'> & { id: string; ceiling: string | null };

/** SQL: the lots of a tender (its id as SQL) with their own words, a JSON array of `DraftLotRow`. */
export const draftLotsSql = (tender: string): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'name', l.name, 'ceiling', l.ceiling::text, 'pricing', l.pricing,
     ${lotWordsSql('l')}) ORDER BY l.no), '[]') FROM lot l WHERE l.tender_id = ${tender})`;

export const toDraftLot = (row: DraftLotRow): DraftLot & { id: string } => ({
  ...row,
  ceiling: row.ceiling === null ? null : BigInt(row.ceiling),
});

/** Only a draft is written; what was submitted is returned or revised first. */
export function mustBeDraft({ state }: ConductedTender, permissions: ReadonlySet<string>): void {
  if (state !== 'draft') throw refuseInState(tenderLifecycle, state, 'change', { permissions });
}

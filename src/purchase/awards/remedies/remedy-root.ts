import { holdsRegionalPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../../kernel/access/visible.js';
import type { Root } from '../../../kernel/actions/action.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { regionPrefix } from '../../../kernel/identity/regions.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { competentElsewhereSql, isCompetentCallerSql } from '../../tenders/oversight/competent.queries.js';
import { jointBuyersSql } from '../../tenders/conducted/terms/joint-buyers.queries.js';
import { isJointBuyer } from '../../tenders/reads/tender-visibility.js';
import { listPermissions, type Permission } from '../../../people/accounts/roles.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Challenge } from './challenge.entity.js';
import type { Tender } from '../../tenders/tender.entity.js';
import type { TakenPaper } from './remedy.rules.js';

export type RemedyTable = 'challenge' | 'complaint';
/** Who filed it. */
export const FILER = { challenge: 'challenger_id', complaint: 'complainant_id' } as const;

/** SQL: bid `b` was opened: until then nobody may learn who has bid, not even by a refusal. */
export const IS_KNOWN_BID = `b.bidder_id IS NOT NULL AND b.state NOT IN ('draft', 'submitted', 'withdrawn', 'sealed_for_good')`;

/** Columns that challenges and complaints share. */
export type RemedyRoot<S extends string = string> = Root<S> &
  Pick<
    StoredRow<Challenge>,
    | 'dataset'
    | 'tender_id'
    | 'lot_id'
    | 'region'
    | 'buyer_id'
    | 'agent_id'
    | 'received_at'
    | 'remedied_at'
    | 'filed_by'
    | 'recorded_by'
    | 'papers'
  > & { taken_papers?: TakenPaper[] } & RemedyAudience;

/** Who beside its bodies is told of it. */
interface RemedyAudience {
  joint_buyers: string[];
  /** Whom it is for without watching over its region. */
  authorities: string[];
}

/** The same under its lock; `competent`: complaints about its purchase are for an authority for which the caller decides. */
export type LockedRemedy<S extends string = string> = RemedyRoot<S> & { competent: boolean };

/** Whether the caller decides on complaints about the purchase: for who watches over its region, or for whom they are. */
export const decidesRemedy = (
  caller: Pick<Principal, 'seats'>,
  { region, competent }: Pick<LockedRemedy, 'region' | 'competent'>,
): boolean => competent || holdsRegionalPermission(caller, 'remedy.decide', [region ?? '']);

/**
 * Guard `recorder_decides`: who wrote down what came on paper, it or its correction, does not alone end it; filed here it is
 * another's already.
 */
export const guardRecorder = <R extends RemedyRoot>() =>
  guardSecondPerson<R>(({ root }) => Promise.resolve(listRecorders(root)));

/** Who wrote down what came on paper: it, or later papers of it, or what stays with it of those that were taken out. */
export const listRecorders = ({
  recorded_by: recorded,
  filed_by: filed,
  papers,
  taken_papers: taken = [],
}: RemedyRoot) => [
  recorded === null ? null : filed,
  ...papers.map(({ by }) => by),
  ...taken.filter(({ stayed = [] }) => stayed.length > 0).map(({ by }) => by),
];

/** Who files, who is to answer, who buys together with the buyer, and who watches over them; it is nobody else's business. */
export const remedyReaderSql = (sql: Sql, scope: Scope, table: RemedyTable): string =>
  scope.everything
    ? 'true'
    : [
        remedyPartySql(sql, scope, table),
        // A supplier that got its copy.
        ...(table === 'complaint'
          ? [
              `EXISTS (SELECT FROM complaint_notice n WHERE n.complaint_id = r.id AND n.concerned AND ${isMine(sql, scope, 'n.organisation_id')})`,
            ]
          : []),
      ].join(' OR ');

/** SQL: the caller may read the papers of the challenge or complaint `r`: who filed it, who is to answer for the purchase, who buys together with the buyer, who watches over it. */
export const remedyPartySql = (sql: Sql, scope: Scope, table: RemedyTable): string =>
  scope.everything
    ? 'true'
    : [
        ...[`r.${FILER[table]}`, 'r.buyer_id', 'r.agent_id'].map((column) => isMine(sql, scope, column)),
        isJointBuyer(sql, scope, 'r.tender_id'),
        isAuthoritySql(sql, scope),
      ].join(' OR ');

/** SQL: the caller watches over the region of the challenge or complaint `r`, or decides for the authority that complaints about its purchase are for. */
export const isAuthoritySql = (sql: Sql, scope: Scope): string =>
  `(${isSupervised(sql, scope, 'r.region')} OR ${isCompetentCallerSql(sql, scope, 'r.tender_id')})`;

export function lockRemedy<T extends LockedRemedy>(tx: Tx, table: RemedyTable, id: string): Promise<T> {
  const sql = new Sql();
  const reads = (where: Sql): Sql => where.and(remedyReaderSql(where, toScope(tx.principal), table));
  return lockRoot<T>(tx, table, id, reads, sql, undefined, undefined, [
    audienceOfSql('r'),
    `${isCompetentCallerSql(sql, tx.principal, 'r.tender_id')} AS competent`,
  ]);
}

/** SQL: who buys together with the buyer of the purchase that the challenge or complaint is about, and whom it is for elsewhere. */
export const audienceOfSql = (remedy: string): string =>
  `(SELECT ${jointBuyersSql('t')} FROM tender t WHERE t.id = ${remedy}.tender_id) AS joint_buyers,
   (SELECT ${competentElsewhereSql('t')} FROM tender t WHERE t.id = ${remedy}.tender_id) AS authorities`;

/** Tender before challenge or complaint: the order of every lock. */
export async function lockRemedyTender(tx: Tx, table: RemedyTable, id: string): Promise<void> {
  await tx.query(`SELECT 1 FROM tender WHERE id = (SELECT tender_id FROM ${table} WHERE id = $1) FOR NO KEY UPDATE`, [
    id,
  ]);
}

/** What the caller may do by a seat in the body whose part it is, or one that sees the region or who buys; elsewhere held is none here. */
export function heldForRemedy(
  { seats, permissions }: Pick<Principal, 'seats' | 'permissions'>,
  root: LockedRemedy,
  filer: string,
  concerned: readonly string[] = [],
): Set<string> {
  const parts: Record<string, readonly (string | null)[]> = {
    'challenge.file': [filer],
    'complaint.file': [filer],
    'challenge.answer': [root.buyer_id, root.agent_id],
    'complaint.answer': [root.buyer_id, root.agent_id, ...concerned],
    'tender.manage': [root.buyer_id],
  };
  const holds = (permission: Permission): boolean =>
    (permission === 'remedy.decide' && root.competent) ||
    seats.some(
      ({ role, region, organisation }) =>
        listPermissions([role]).has(permission) &&
        (permission === 'remedy.decide'
          ? region !== null && (root.region ?? '').startsWith(regionPrefix(region))
          : parts[permission]?.includes(organisation)),
    );
  return new Set([...permissions].filter((permission) => holds(permission as Permission)));
}

/** Bodies that a challenge or complaint is about: who filed it, and whose offers were opened or won. */
export async function loadDisputingBodies(tx: Tx, table: RemedyTable, id: string): Promise<string[]> {
  const rows = await tx.query<{ body: string }>(
    `SELECT x.${FILER[table]} AS body FROM ${table} x WHERE x.id = $1
     UNION SELECT b.bidder_id FROM ${table} x JOIN bid b ON b.tender_id = x.tender_id
       AND (x.lot_id IS NULL OR b.lot_id = x.lot_id) WHERE x.id = $1 AND ${IS_KNOWN_BID}
     UNION SELECT a.supplier_id FROM ${table} x JOIN award a ON a.tender_id = x.tender_id
       AND (x.lot_id IS NULL OR a.lot_id = x.lot_id) WHERE x.id = $1 AND a.supplier_id IS NOT NULL`,
    [id],
  );
  return rows.map(({ body }) => body);
}

/** Suppliers that got the copy of a complaint since it concerns them. */
export async function loadConcernedBodies(tx: Tx, complaint: string): Promise<string[]> {
  const rows = await tx.query<{ body: string }>(
    `SELECT organisation_id AS body FROM complaint_notice WHERE complaint_id = $1 AND concerned ORDER BY organisation_id`,
    [complaint],
  );
  return rows.map(({ body }) => body);
}

/** What of it says who is told of a change. */
export type ToldRemedy = Pick<RemedyRoot, 'id' | 'dataset' | 'region' | 'buyer_id' | 'agent_id' | keyof RemedyAudience>;

export const changeOfRemedy = (table: RemedyTable, root: ToldRemedy, filer: string) => ({
  aggregate: table,
  id: root.id,
  dataset: root.dataset,
  region: root.region,
  tenants: [...new Set([filer, root.buyer_id, root.agent_id, ...root.joint_buyers, ...root.authorities])].filter(
    (t) => t !== null,
  ),
});

/** The purchase that a challenge or complaint is about, locked first: signing waits for it, and it for signing. */
export type DisputedTender = Pick<StoredRow<Tender>, 'id' | 'dataset' | 'region' | 'buyer_id' | 'agent_id'> & {
  lot_id: string | null;
  competent: boolean;
} & RemedyAudience;
export async function lockDisputedTender(
  tx: Tx,
  tender: string,
  lot: number | null | undefined,
): Promise<DisputedTender> {
  // Only what is published is known to whoever took part in it.
  const sql = new Sql();
  const [row] = await tx.query<Omit<DisputedTender, 'lot_id'>>(
    `SELECT t.id, t.dataset, t.region, t.buyer_id, t.agent_id, ${jointBuyersSql('t')} AS joint_buyers,
       ${competentElsewhereSql('t')} AS authorities, ${isCompetentCallerSql(sql, tx.principal, 't.id')} AS competent FROM tender t
     WHERE t.id = ${sql.p(tender)} AND t.published FOR NO KEY UPDATE OF t`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  if (lot === null || lot === undefined) return { ...row, lot_id: null };
  const [found] = await tx.query<{ id: string }>(`SELECT id FROM lot WHERE tender_id = $1 AND no = $2`, [tender, lot]);
  if (!found) throw Problem.ofField('lot_unknown', '/lot', { en: 'No such lot', zh: '没有这个包（标段）' });
  return { ...row, lot_id: found.id };
}

import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import { lockKeptRoot } from '../../kernel/database/kept.js';
import type { Reader } from '../../kernel/database/reader.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import {
  mustBeHere,
  type ConductedContract,
  type ContractRoot,
} from '../../purchase/contracts/conducted/conducted-contract.js';
import { CONTRACT_PARTIES, isInsider, keptPurchase } from '../../purchase/tenders/reads/tender-visibility.js';

/** SQL: the caller sits in the committee of a community that a line of the contract serves. */
const isOfItsCommunity = (sql: Sql, scope: Pick<Scope, 'organisations'>, contract: string): string =>
  `EXISTS (SELECT FROM contract_service_line x JOIN service_line_community y ON y.service_line_id = x.service_line_id
     JOIN community k ON k.id = y.community_id WHERE x.contract_id = ${contract} AND ${isMine(sql, scope as Scope, 'k.committee_id')})`;

/**
 * SQL: who sees what is done under a contract (root `r`): its two parties, the communities of its lines once it is signed,
 * and who watches over it. That a contract is published makes none of it public.
 */
export const isConcerned = (sql: Sql, scope: Scope): string =>
  `(${isInsider(sql, scope, CONTRACT_PARTIES)})
   OR (r.state NOT IN ('draft', 'void') AND ${isOfItsCommunity(sql, scope, 'r.id')})`;

export async function mustBeConcerned(reader: Reader, scope: Scope, contract: string): Promise<void> {
  const sql = new Sql();
  sql.and(`r.id = ${sql.p(contract)}`).and(isConcerned(sql, scope));
  const rows = await reader.query<unknown[]>(`SELECT FROM contract r WHERE ${sql.where}`, sql.params);
  if (rows.length === 0) throw new Problem('not_found');
}

/** Of these contracts' things, those whose contract concerns the caller: documents that show them may be read with them. */
export async function filterVisible(
  reader: Reader,
  table: 'milestone' | 'visit',
  scope: Scope,
  ids: readonly string[],
): Promise<string[]> {
  const sql = new Sql();
  sql.and(`m.id = ANY (${sql.p(ids)}::uuid[])`).and(isConcerned(sql, scope));
  const rows = await reader.query<{ id: string }[]>(
    `SELECT m.id FROM ${table} m JOIN contract r ON r.id = m.contract_id WHERE ${sql.where}`,
    sql.params,
  );
  return rows.map(({ id }) => id);
}

/** Locks a contract for one of its parties. Who only sees what is done under it changes none of it: 403; the rest is 404. */
export async function lockContractAsParty(tx: Tx, id: string): Promise<ConductedContract> {
  const scope = toScope(tx.principal);
  const contract = await lockKeptRoot<ContractRoot>(tx, 'contract', id, {
    kept: (sql) => keptPurchase(sql, scope, CONTRACT_PARTIES),
    visible: (sql) => sql.and(isConcerned(sql, scope)),
  });
  return mustBeHere(contract);
}

/** The same for whoever sees what is done under it: what each of them may do is asked of the seat. */
export async function lockContractAsViewer(tx: Tx, id: string): Promise<ConductedContract> {
  const see = (sql: Sql): Sql => sql.and(isConcerned(sql, toScope(tx.principal)));
  return mustBeHere(await lockKeptRoot<ContractRoot>(tx, 'contract', id, { kept: see, visible: see }));
}

/** Which party may do it by a seat of its own. */
const PARTY: Readonly<Record<string, 'buyer' | 'supplier'>> = {
  'contract.deliver': 'supplier',
  'milestone.accept': 'buyer',
  'milestone.waive': 'buyer',
  'report.approve': 'buyer',
};

/** What the caller may do under a contract: each permission by a seat in the party whose it is. */
export const listContractPermissions = (
  caller: Pick<Principal, 'seats'>,
  { buyer, supplier }: { buyer: string | null; supplier: string | null },
): Set<string> =>
  new Set(
    Object.entries(PARTY)
      .filter(([permission, party]) =>
        listPermittedBodies(caller, permission).includes((party === 'buyer' ? buyer : supplier) ?? ''),
      )
      .map(([permission]) => permission),
  );

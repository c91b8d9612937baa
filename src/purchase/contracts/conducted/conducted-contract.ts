import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { listPermissions, type Permission } from '../../../people/accounts/roles.js';
import type { LockedBudget } from '../../tenders/budget.js';
import { jointBuyersSql } from '../../tenders/conducted/terms/joint-buyers.queries.js';
import { CONTRACT_PARTIES, keptPurchase, visiblePurchase } from '../../tenders/reads/tender-visibility.js';
import type { ContractStateHere } from '../contract.lifecycle.js';
import type { AmendmentReason, ContractContent, Side } from '../content/content-types.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { ContractAmendment } from '../amendments/contract-amendment.entity.js';
import type { Contract } from '../contract.entity.js';

/** A contract's row as its actions read it. Money in fen. */
export interface ContractRoot extends Omit<
  StoredRow<Contract>,
  'state' | 'conflicts' | 'started_on' | 'delivered_on' | 'published_on' | 'filed_on'
> {
  state: string;
  conflicts: unknown[];
}

/** A contract that goes on here. */
export interface ConductedContract extends ContractRoot {
  buyer_id: string;
  supplier_id: string;
  state: ContractStateHere;
  conducted: 'here';
  content: ContractContent;
  content_hash: string;
  started_on: Date | null;
  delivered_on: Date | null;
  published_on: Date | null;
  filed_on: Date | null;
}

/** A contract under its lock, with the budget that the action may exceed. */
export interface LockedContract extends ConductedContract {
  budget?: LockedBudget | null;
}

export interface Amendment extends Omit<
  StoredRow<ContractAmendment>,
  'contract_id' | 'reason_code' | 'proposed_at' | 'proposed_by' | 'in_force_on' | 'published_url'
> {
  reason_code: AmendmentReason;
}

/** Locks a contract of the caller's bodies; what is only visible is not the caller's to change. */
export function lockContract(tx: Tx, id: string, version: number | undefined): Promise<ContractRoot> {
  const scope = toScope(tx.principal);
  return lockKeptRoot<ContractRoot>(
    tx,
    'contract',
    id,
    {
      kept: (sql) => keptPurchase(sql, scope, CONTRACT_PARTIES),
      visible: (sql) => visiblePurchase(sql, scope, CONTRACT_PARTIES),
    },
    version,
  );
}

export function mustBeHere(contract: ContractRoot): ConductedContract {
  if (contract.conducted === 'elsewhere') throw new Problem('conducted_elsewhere');
  return contract as ConductedContract;
}

/** A contract that goes on here, for what follows from an action on it. */
export async function loadContractHere(tx: Tx, id: string): Promise<ConductedContract> {
  const [row] = await tx.query<ContractRoot>(`SELECT * FROM contract WHERE id = $1`, [id]);
  return mustBeHere(row as ContractRoot);
}

/** What each party may do of what the two may do together. */
const SIDES_OF: Partial<Record<Permission, readonly Side[]>> = {
  'contract.manage': ['buyer'],
  'contract.approve': ['buyer'],
  'contract.deliver': ['supplier'],
  'contract.sign': ['buyer', 'supplier'],
  'acceptance.prepare': ['buyer'],
  'acceptance.conclude': ['buyer'],
};

/** The side for which the caller may do what needs this permission: by a seat in that party, not by one elsewhere. */
export function findCallerSide(
  { seats, permissions }: Pick<Principal, 'seats' | 'permissions'>,
  permission: string,
  parties: { buyer_id: string | null; supplier_id: string | null },
): Side | null {
  if (!permissions.has(permission)) return null;
  const holds = (body: string | null): boolean =>
    seats.some((s) => s.organisation === body && listPermissions([s.role]).has(permission as Permission));
  const sides = SIDES_OF[permission as Permission] ?? [];
  return sides.find((side) => holds(side === 'buyer' ? parties.buyer_id : parties.supplier_id)) ?? null;
}

/** A signature, and what another has proposed, is a person's: a key would be one more of the same. */
const PERSONAL: ReadonlySet<string> = new Set<Permission>(['contract.sign', 'contract.approve']);

/** What the caller may do with the contract by a seat in a party to it. */
export const heldForContract = (
  principal: Principal,
  parties: { buyer_id: string | null; supplier_id: string | null },
): Set<string> =>
  new Set(
    Object.keys(SIDES_OF).filter(
      (permission) =>
        findCallerSide(principal, permission, parties) !== null &&
        (!PERSONAL.has(permission) || principal.kind === 'user'),
    ),
  );

/** The two parties, and who buys together with the buyer. */
export const listContractTenants = ({
  buyer_id: buyer,
  supplier_id: supplier,
  content,
}: Pick<ContractRoot, 'buyer_id' | 'supplier_id' | 'content'>): string[] => {
  const joint = content?.parties.jointBuyers ?? [];
  const bodies = [buyer, supplier, ...joint.map(({ organisation }) => organisation)];
  return [...new Set(bodies.filter((body) => body !== null))];
};

/** SQL: the ids of who buys together with the buyer of the contract whose id this column holds. */
export const jointBuyersOfContractSql = (contract: string): string =>
  `(SELECT ${jointBuyersSql('t')} FROM contract k JOIN tender t ON t.id = k.tender_id WHERE k.id = ${contract})`;

export const changeOfContract = (contract: ContractRoot) => ({
  aggregate: 'contract',
  id: contract.id,
  dataset: contract.dataset,
  region: contract.region,
  tenants: listContractTenants(contract),
});

export async function loadAmendment(tx: Tx, contract: string, id: string | undefined): Promise<Amendment | null> {
  if (id === undefined) return null;
  const [row] = await tx.query<Amendment>(
    `SELECT id, no, state, reason_code, reason, supplement::text, difference, hash, published_on::text
     FROM contract_amendment WHERE contract_id = $1 AND id = $2`,
    [contract, id],
  );
  return row ?? null;
}

/** Signatures that stand under the content, or under an amendment of it. */
export const loadStandingSignatures = (
  tx: Tx,
  contract: string,
  amendment: string | null,
): Promise<{ side: string; user_id: string }[]> =>
  tx.query(
    `SELECT side, user_id FROM contract_signature
     WHERE contract_id = $1 AND amendment_id IS NOT DISTINCT FROM $2::uuid AND withdrawn_at IS NULL`,
    [contract, amendment],
  );

import { listPermittedBodies, holdsPermission } from '../../../kernel/access/held.js';
import { toScope } from '../../../kernel/access/scope.js';
import { guard, subject, type Fact, type Root } from '../../../kernel/actions/action.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { lockContractAsViewer } from '../concerned.js';
import { evaluatorsOf } from '../evaluators.queries.js';
import { toItsParties } from '../records/served-contract.js';
import { supplierInterestGuard } from '../supplier-interest.js';
import { visitFindingLifecycle, visitLifecycle, type FindingState, type VisitState } from './visit.lifecycle.js';
import { Visit } from './visit.entity.js';
import { isVisitorGoneSql } from './visiting-bodies.queries.js';
import { VisitFinding } from './visit-finding.entity.js';

/** A locked visit with its contract. */
export interface LockedVisit extends Root<VisitState> {
  bodyId: string;
  plannedOn: string;
  contract: ConductedContract;
}
/** A locked finding with its visit. */
export interface LockedFinding extends Root<FindingState> {
  no: number;
  visit: LockedVisit;
}
type OfVisit = { contract: ConductedContract; bodyId: string };

/** The parties of the contract and the body that visits. */
export const visitAudience = ({ contract, bodyId }: OfVisit) => {
  const parties = toItsParties(contract);
  return { ...parties, tenants: [...new Set([...parties.tenants, bodyId])] };
};

/**
 * The caller's bodies that may visit: the buyer, the committees of the communities served, and evaluators that declared to
 * be free of ties. With `atWork`, evaluators only until they have sent their evaluation.
 */
export async function loadVisitingBodies(tx: Tx, contract: ConductedContract, atWork: boolean): Promise<string[]> {
  const mine = listPermittedBodies(tx.principal, 'visit.make');
  const committees = await tx.query<{ id: string }>(
    `SELECT DISTINCT k.committee_id AS id FROM contract_service_line x
     JOIN service_line_community y ON y.service_line_id = x.service_line_id JOIN community k ON k.id = y.community_id
     WHERE x.contract_id = $1 AND k.committee_id = ANY ($2::uuid[])`,
    [contract.id, mine],
  );
  const sql = new Sql();
  const of = `${sql.p(contract.id)}::uuid`;
  const evaluators = await tx.query<{ id: string }>(
    evaluatorsOf(sql, toScope(tx.principal), of, 'visit.make', atWork),
    sql.params,
  );
  const bodies = [contract.buyer_id, ...[...committees, ...evaluators].map(({ id }) => id)];
  return mine.filter((body) => bodies.includes(body));
}

async function lockVisit(tx: Tx, contractId: string, id: string): Promise<LockedVisit> {
  const contract = await lockContractAsViewer(tx, contractId);
  const [row] = await tx.query<Omit<LockedVisit, 'contract'>>(
    `SELECT id, version, body_id AS "bodyId", planned_on::text AS "plannedOn", state FROM visit
     WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contractId],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** Whether the caller ends for the buyer what a body planned or found of which nobody may act any more. */
async function standsInForVisitor(tx: Tx, { contract, bodyId }: OfVisit, permission: string): Promise<boolean> {
  if (!holdsPermission(tx.principal, permission, [contract.buyer_id])) return false;
  const gone = isVisitorGoneSql({ contract: 'c.id', body: '$2::uuid', buyer: 'c.buyer_id', supplier: 'c.supplier_id' });
  const rows = await tx.query(`SELECT FROM contract c WHERE c.id = $1 AND ${gone}`, [contract.id, bodyId]);
  return rows.length > 0;
}

const isVisitorGone: Fact<LockedFinding, boolean> = ({ tx, root }) => standsInForVisitor(tx, root.visit, 'visit.make');

/** A visit is changed by the body that makes it; the buyer cancels it where nobody of that body may. */
export const visitSubject = subject<LockedVisit, 'contracts/:id/visits/:visit', Visit>({
  lifecycle: visitLifecycle,
  path: 'contracts/:id/visits/:visit',
  entity: Visit,
  permit: 'visit.make',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id, visit }) => lockVisit(tx, id, visit),
  heldBy: async (tx, visit) => {
    if ((await loadVisitingBodies(tx, visit.contract, false)).includes(visit.bodyId)) return new Set(['visit.make']);
    return new Set((await standsInForVisitor(tx, visit, 'contract.manage')) ? ['contract.manage'] : []);
  },
  audience: visitAudience,
  eventData: ({ contract }) => ({ contract: contract.id }),
  guards: { visitor_has_interest: supplierInterestGuard(({ contract }) => contract) },
});

/** A finding is answered by the agency and settled by the body that visited, or by the buyer where nobody of that body may. */
export const findingSubject = subject<LockedFinding, 'contracts/:id/visits/:visit/findings/:finding', VisitFinding>({
  lifecycle: visitFindingLifecycle,
  path: 'contracts/:id/visits/:visit/findings/:finding',
  entity: VisitFinding,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  lock: async (tx, { id, visit: visitId, finding }) => {
    const visit = await lockVisit(tx, id, visitId);
    const [row] = await tx.query<Omit<LockedFinding, 'visit'>>(
      `SELECT id, version, no, state FROM visit_finding WHERE id = $1 AND visit_id = $2 FOR NO KEY UPDATE`,
      [finding, visitId],
    );
    if (!row) throw new Problem('not_found');
    return { ...row, visit };
  },
  heldBy: async (tx, { visit: { contract } }) =>
    new Set([
      ...(holdsPermission(tx.principal, 'contract.deliver', [contract.supplier_id]) ? ['contract.deliver'] : []),
      ...((await loadVisitingBodies(tx, contract, false)).length > 0 ? ['visit.make'] : []),
    ]),
  audience: ({ visit }) => visitAudience(visit),
  eventData: ({ no, visit }) => ({ contract: visit.contract.id, visit: visit.id, no }),
  guards: {
    visitor_has_interest: supplierInterestGuard(({ visit }) => visit.contract),
    not_who_visited: guard({ isVisitorGone }, (facts, { principal, root: { visit } }) =>
      facts.isVisitorGone || holdsPermission(principal, 'visit.make', [visit.bodyId])
        ? null
        : { facts: { visitedBy: visit.bodyId } },
    ),
  },
});

import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { listGrantingRoles } from '../../../people/accounts/roles.js';
import { evaluatorsOf, isFreeEvaluatorSql } from '../evaluators.queries.js';

/** The columns that say whose visit it is, and under which contract. */
interface VisitColumns {
  contract: string;
  body: string;
  buyer: string;
  supplier: string;
}

/** SQL: the body is the committee of a community that a line of the contract serves. */
const isCommitteeSql = ({ contract, body }: VisitColumns): string =>
  `EXISTS (SELECT FROM contract_service_line x JOIN service_line_community y ON y.service_line_id = x.service_line_id
     JOIN community k ON k.id = y.community_id WHERE x.contract_id = ${contract} AND k.committee_id = ${body})`;

/** SQL: the caller acts for the body that visits: of an evaluator, who declared to be tied to nobody. */
export function actsForVisitorSql(sql: Sql, scope: Pick<Scope, 'seats' | 'caller'>, of: VisitColumns): string {
  const mine = sql.p(listPermittedBodies(scope, 'visit.make'));
  const evaluators = evaluatorsOf(sql, scope, of.contract, 'visit.make', false);
  return `(${of.body} = ANY (${mine}::uuid[])
    AND (${of.body} = ${of.buyer} OR ${isCommitteeSql(of)} OR ${of.body} IN (${evaluators})))`;
}

/**
 * SQL: nobody of the body that visits may act on the visit any more: it evaluates the contract no longer, or everybody of it who
 * declared to be free of ties has left. What it planned and found is then the buyer's to end.
 */
export const isVisitorGoneSql = (of: VisitColumns): string =>
  `(${of.body} <> ${of.buyer} AND NOT EXISTS (SELECT FROM seat s JOIN app_user u ON u.id = s.user_id AND u.state = 'active'
    WHERE s.organisation_id = ${of.body} AND s.role IN ('${listGrantingRoles('visit.make').join("', '")}')
      AND NOT EXISTS (SELECT FROM seat i WHERE i.user_id = s.user_id AND i.organisation_id = ${of.supplier})
      AND (${isCommitteeSql(of)} OR ${isFreeEvaluatorSql(of.contract, of.body, 's.user_id')})))`;

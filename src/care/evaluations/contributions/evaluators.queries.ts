import { listPermittedBodies } from '../../../kernel/access/held.js';
import { narrowScope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { personSql } from '../../../people/accounts/same-person.queries.js';
import { isEvaluatorSql } from '../../../purchase/tenders/reads/tender-visibility.js';
import {
  evaluatorsOf,
  isAppointedEvaluatorSql,
  isFreeEvaluatorSql,
  isTiedFor,
} from '../../delivery/evaluators.queries.js';
import { hasDeclaredSql } from '../evaluation-visibility.js';

/** While it goes to see and judges; what it found is settled afterwards too. */
const AT_WORK = `('declared', 'in_field', 'appealed')`;
const APPOINTED = `('declared', 'in_field', 'scored', 'confirmed', 'published', 'appealed', 're_evaluated')`;

evaluatorsOf.contribute(
  (sql, caller, contract, permission, atWork) =>
    `SELECT e.evaluator_id AS id FROM evaluation e WHERE e.contract_id = ${contract}
     AND e.evaluator_id = ANY (${sql.p(listPermittedBodies(caller, permission))}::uuid[])
     AND e.state IN ${atWork ? AT_WORK : APPOINTED} AND ${hasDeclaredSql(sql, caller, 'e', false)}`,
);

isAppointedEvaluatorSql.contribute(
  (contract, body) =>
    `EXISTS (SELECT FROM evaluation e WHERE e.contract_id = ${contract} AND e.evaluator_id = ${body} AND e.state <> 'cancelled')`,
);

isFreeEvaluatorSql.contribute(
  (contract, body, user) =>
    `EXISTS (SELECT FROM evaluation e JOIN evaluation_declaration d ON d.evaluation_id = e.id AND d.round = e.round
     WHERE e.contract_id = ${contract} AND e.evaluator_id = ${body} AND e.state IN ${APPOINTED}
       AND NOT d.tied AND d.user_id = ${user})`,
);

isTiedFor.contribute(
  (sql, { caller }, contract) =>
    `EXISTS (SELECT FROM evaluation e JOIN evaluation_declaration d ON d.evaluation_id = e.id
     WHERE e.contract_id = ${contract} AND d.tied AND ${personSql('d.user_id')} = ${personSql(`${sql.p(caller)}::uuid`)})`,
);

/** Whoever was appointed to evaluate a contract (root `r`) sees it, for as long as it is its work. */
isEvaluatorSql.contribute((sql, scope) => {
  const evaluators = narrowScope(scope, 'evaluation.act');
  if (evaluators.organisations.length === 0) return null;
  return `EXISTS (SELECT FROM evaluation e WHERE e.contract_id = r.id AND e.state NOT IN ('planned', 'cancelled')
    AND ${isMine(sql, evaluators, 'e.evaluator_id')})`;
});

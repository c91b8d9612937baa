import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isJointBuyer } from '../../purchase/tenders/reads/tender-visibility.js';
import { evaluatorsOf, isAppointedEvaluatorSql, isTiedFor } from '../delivery/evaluators.queries.js';

/** SQL: a survey (root `r`) takes no more answers: it was closed, or its last day has passed, whenever somebody says so. */
export const IS_OVER = `(r.state = 'closed' OR (r.state = 'open' AND r.closes_on < business_today()))`;

/** SQL: somebody has answered survey `s`. One that ends unanswered leaves its seed to the next, as one that is given up does. */
export const isAnsweredSql = (s: string): string =>
  `EXISTS (SELECT FROM survey_slip k WHERE k.survey_id = ${s}.id AND k.used)`;

/** SQL: whom the seed of a survey (root `r`) draws depends on nothing any more: it is over, and no other has its seed. */
export const IS_SEED_SPENT = `(${IS_OVER} AND (r.seed_shown OR ${isAnsweredSql('r')}))`;

const ofContract = (condition: string): string =>
  `EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id AND (${condition}))`;

/** SQL: whoever asks and whoever watches over it, before and while it runs. */
function asksOrWatches(sql: Sql, everybody: Scope): string {
  if (everybody.everything) return 'true';
  const scope = narrowScope(everybody, 'contract.read');
  const watched =
    scope.regions.length === 0
      ? []
      : [
          isSupervised(sql, scope, 'c.region'),
          `EXISTS (SELECT FROM organisation o WHERE o.id = c.buyer_id AND ${isSupervised(sql, scope, 'o.region')})`,
        ];
  const ofIt = [isMine(sql, scope, 'c.buyer_id'), isJointBuyer(sql, scope, 'c.tender_id'), ...watched].join(' OR ');
  return `(${isMine(sql, scope, 'r.runner_id')} OR ${ofContract(ofIt)})`;
}

/**
 * SQL: the same, but for those of an evaluator's people who declared a tie: whom it drew, and what they answered, is not
 * theirs to know before it is everybody's (Regulation article 9).
 */
export const knowsOfIt = (sql: Sql, scope: Scope): string =>
  scope.everything ? 'true' : `(${asksOrWatches(sql, scope)} AND NOT ${isTiedFor(sql, scope, 'r.contract_id')})`;

/**
 * SQL: whoever acts for the body `runner` may go on asking by its surveys under the contract: for the buyer, or for an evaluator
 * that is at work, having declared to be tied to nobody. What was begun may be ended by all of the body.
 */
export const stillAsksSql = (
  sql: Sql,
  scope: Pick<Scope, 'seats' | 'caller'>,
  of: { runner: string; contract: string; buyer: string },
): string =>
  `(${of.runner} = ${of.buyer} OR ${of.runner} IN (${evaluatorsOf(sql, scope, of.contract, 'survey.run', true)}))`;

/**
 * SQL: the body that asks by survey `s` under the contract `c` was replaced as its evaluator: nothing rests on the answers any more, and
 * the buyer may end the survey too.
 */
export const isAbandonedSql = (s: string, c: string): string =>
  `(${s}.runner_id IS DISTINCT FROM ${c}.buyer_id AND NOT ${isAppointedEvaluatorSql(`${c}.id`, `${s}.runner_id`)})`;

/** SQL: the agency that is asked about: from the opening on it knows that there is a survey, not who was drawn. */
export const askedAgencySql = (sql: Sql, everybody: Scope): string =>
  `(r.state <> 'draft' AND ${ofContract(isMine(sql, narrowScope(everybody, 'contract.read'), 'c.supplier_id'))})`;

/** Surveys (root `r`) that the caller may see. */
export const visibleSurvey =
  (scope: Scope) =>
  (sql: Sql): Sql =>
    sql.and(`${asksOrWatches(sql, scope)} OR ${askedAgencySql(sql, scope)}`);

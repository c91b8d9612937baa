import type { Scope } from '../../kernel/access/scope.js';
import { declareContribution } from '../../kernel/contributions/contributed.js';
import type { Sql } from '../../kernel/database/sql.js';

type Caller = Pick<Scope, 'seats' | 'caller'>;

/**
 * SQL, for a list of bodies: those for which the caller evaluates a contract, having declared in this appointment to be tied
 * to nobody (Regulation article 9). Nobody else of the body goes to see the work, nor asks the residents.
 */
export const evaluatorsOf = declareContribution<
  (sql: Sql, caller: Caller, contract: string, permission: 'visit.make' | 'survey.run', atWork: boolean) => string
>('bodies for which the caller evaluates a contract');

/** SQL: the body was appointed to evaluate the contract, and was not replaced since; what was cancelled is evaluated by nobody. */
export const isAppointedEvaluatorSql = declareContribution<(contract: string, body: string) => string>(
  'a body that is appointed to evaluate a contract',
);

/** SQL: the body evaluates the contract, and this user has declared, in the appointment as it stands, to be tied to nobody. */
export const isFreeEvaluatorSql = declareContribution<(contract: string, body: string, user: string) => string>(
  'a person free of ties who evaluates a contract',
);

/**
 * SQL: the caller has ever declared a tie in an evaluation of the contract. The tie is to those who take part in it, so it
 * outlasts the appointment in which it was declared, and goes with the person to another body.
 */
export const isTiedFor = declareContribution<(sql: Sql, caller: Pick<Scope, 'caller'>, contract: string) => string>(
  'a tie that the caller declared in an evaluation',
);

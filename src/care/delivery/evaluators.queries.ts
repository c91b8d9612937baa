import type { Scope } from '../../kernel/access/scope.js';
import { declareContribution } from '../../kernel/contributions/contributed.js';
import type { Sql } from '../../kernel/database/sql.js';

type Caller = Pick<Scope, 'seats' | 'caller'>;

/**
 * SQL, for a list of bodies: those for which the caller evaluates a contract, having declared in this appointment to be tied
 * to nobody (Regulation article 9). Nobody else of the body goes to see the work.
 */
export const evaluatorsOf = declareContribution<
  (sql: Sql, caller: Caller, contract: string, atWork: boolean) => string
>('bodies for which the caller evaluates a contract');

/**
 * SQL: the caller has ever declared a tie in an evaluation of the contract. The tie is to those who take part in it, so it
 * outlasts the appointment in which it was declared, and goes with the person to another body.
 */
export const isTiedFor = declareContribution<(sql: Sql, caller: Pick<Scope, 'caller'>, contract: string) => string>(
  'a tie that the caller declared in an evaluation',
);

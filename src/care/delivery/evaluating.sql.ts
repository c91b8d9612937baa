import { bodiesWith } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Sql } from '../../kernel/database/sql.js';

type Caller = Pick<Scope, 'seats' | 'caller'>;

/** SQL: what the caller declared in the appointment as it stands; a key is its holder's hand. */
const declared = (sql: Sql, { caller }: Pick<Scope, 'caller'>, tied: boolean): string => {
  const who = `${sql.p(caller)}::uuid`;
  return `EXISTS (SELECT FROM evaluation_declaration d WHERE d.evaluation_id = e.id AND d.round = e.round AND d.tied = ${tied}
    AND coalesce((SELECT holder_id FROM api_key WHERE id = d.user_id), d.user_id)
      = coalesce((SELECT holder_id FROM api_key WHERE id = ${who}), ${who}))`;
};

/** While it goes to see and judges; what it found is settled afterwards too. */
const AT_WORK = `('declared', 'in_field', 'appealed')`;
const APPOINTED = `('declared', 'in_field', 'scored', 'confirmed', 'published', 'appealed', 're_evaluated')`;

/**
 * SQL, for a list of bodies: those for which the caller evaluates a contract, having declared in this appointment to be tied
 * to nobody (Regulation article 9). Nobody else of the body goes to see the work.
 */
export const evaluatorsOf = (sql: Sql, caller: Caller, contract: string, atWork: boolean): string =>
  `SELECT e.evaluator_id AS id FROM evaluation e WHERE e.contract_id = ${contract}
     AND e.evaluator_id = ANY (${sql.p(bodiesWith(caller, 'visit.make'))}::uuid[])
     AND e.state IN ${atWork ? AT_WORK : APPOINTED} AND ${declared(sql, caller, false)}`;

/** SQL: the caller has declared a tie to somebody in an evaluation of the contract by this body, as it was appointed last. */
export const isTiedFor = (sql: Sql, caller: Pick<Scope, 'caller'>, contract: string, body: string): string =>
  `EXISTS (SELECT FROM evaluation e WHERE e.contract_id = ${contract} AND e.evaluator_id = ${body}
     AND ${declared(sql, caller, true)})`;

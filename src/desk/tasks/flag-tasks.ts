import type { Principal } from '../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isInOneHandSql } from '../../people/accounts/same-person.queries.js';
import { hasNoWorkerSql } from '../../watch/flags/flag-assignment.js';
import { isOverseen } from '../../watch/flags/flag-visibility.js';
import { isFlagOverruledSql } from '../../watch/flags/hearing/overruled-decisions.queries.js';
import { isStillConcernedSql } from '../../watch/flags/hearing/bodies-beside.js';
import { isFlagRecorderSql } from '../../watch/flags/hearing/recorded-statements.queries.js';
import { hasUnaskedBodySql } from '../../watch/flags/hearing/unheard-bodies.queries.js';

const COLUMNS = `f.id, f.title, f.root_type, f.root_id, NULL`;
/** An open one is taken up first; of one that is looked at several steps make an end. */
const WORKED = COLUMNS.replace(
  'f.title',
  `CASE f.state WHEN 'open' THEN f.title || '{"step": "start-review"}' ELSE f.title END`,
);
/** What was answered is decided; a body that is to be heard and was not asked, or that nothing reached, is asked first. */
const HEARD = COLUMNS.replace(
  'f.title',
  `f.title || CASE WHEN ${hasUnaskedBodySql('f')} THEN jsonb_build_object('step', 'assign', 'en', (f.title ->> 'en') || '; a body it names is still to be asked',
    'zh', (f.title ->> 'zh') || '；仍有涉及的主体尚未听取意见') ELSE '{"step": "confirm"}' END`,
);
const WORKED_ON = `f.state IN ('open', 'in_review')`;
const IS_CONCERNED = isStillConcernedSql('a');
const NOBODY_HAS = hasNoWorkerSql('f');
/** SQL: this person may not decide about the flag `f`, whatever its decision is. */
const mayNotDecideSql = (person: string): string =>
  `(${isFlagRecorderSql('f.id', person)} OR ${isFlagOverruledSql('f.id', person)})`;

/** What waits for who works a flag, for whoever may take it up, for a second person, and for the bodies that were asked. */
export function flagTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  const works = scope.permissions.has('risk.work') && principal.kind === 'user';
  return [
    ...(works ? listWorkTasks(sql, principal, scope) : []),
    ...(scope.permissions.has('risk.respond') ? listBodyTasks(sql, narrowScope(scope, 'risk.respond')) : []),
  ];
}

function listWorkTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  const me = `${sql.p(principal.id)}::uuid`;
  const overseen = isOverseen(sql, scope, 'f.region');
  const isToldOfProgramme = `EXISTS (SELECT FROM flags w WHERE w.id = f.part_of AND ${isOverseen(sql, scope, 'w.region')})`;
  return [
    `SELECT 'flag', ${WORKED}, f.due_on, f.created_at FROM flags f WHERE f.assignee = ${me} AND ${WORKED_ON} AND ${overseen}`,
    // Until somebody has it; while bodies that were asked may still answer, it waits for them. What a flag of a programme stands for is
    // one case with it, as the list of flags has it; what speaks of times long past is nobody's task.
    `SELECT 'flag_unassigned', ${COLUMNS}, f.due_on, f.created_at FROM flags f
     WHERE ${NOBODY_HAS} AND NOT f.summary AND ${WORKED_ON} AND ${overseen} AND NOT ${isToldOfProgramme}
       AND NOT EXISTS (SELECT FROM flag_asks a WHERE a.flag_id = f.id)`,
    // Every body that was asked has answered, or its day has passed; of a flag that nobody has, whoever oversees it, and so where who has it
    // recorded what a body said on paper, or was overruled on it: another one decides. One that nothing reached is waited for by nobody,
    // nor one in whose place a correction put another.
    `SELECT 'flag_heard', ${HEARD}, f.due_on, max(coalesce(a.answered_at, a.asked_at))
     FROM flags f JOIN flag_asks a ON a.flag_id = f.id
     WHERE (f.assignee = ${me} OR ${NOBODY_HAS} OR ${mayNotDecideSql('f.assignee')}) AND NOT ${mayNotDecideSql(me)}
       AND ${WORKED_ON} AND ${overseen}
     GROUP BY f.id, f.title, f.root_type, f.root_id, f.due_on
     HAVING bool_and(a.answered_at IS NOT NULL OR coalesce(a.due_on < business_today(), false) OR NOT ${IS_CONCERNED})`,
    `SELECT 'flag_appeal', ${COLUMNS}, NULL::date, max(a.appealed_at)
     FROM flags f JOIN flag_asks a ON a.flag_id = f.id
     WHERE f.state = 'appealed' AND NOT ${isInOneHandSql('f.decider', me)} AND NOT ${mayNotDecideSql(me)} AND ${overseen}
     GROUP BY f.id, f.title, f.root_type, f.root_id`,
  ];
}

const listBodyTasks = (sql: Sql, scope: Scope): string[] => [
  `SELECT 'flag_response', ${COLUMNS}, min(a.due_on), min(a.asked_at)
   FROM flag_asks a JOIN flags f ON f.id = a.flag_id
   WHERE ${isMine(sql, scope, 'a.organisation_id')} AND a.answered_at IS NULL AND ${WORKED_ON} AND ${IS_CONCERNED}
   GROUP BY f.id, f.title, f.root_type, f.root_id`,
  `SELECT 'flag_appealable', ${COLUMNS}, f.appeal_until, f.decided_at
   FROM flag_asks a JOIN flags f ON f.id = a.flag_id
   WHERE ${isMine(sql, scope, 'a.organisation_id')} AND a.appealed_at IS NULL AND f.state = 'confirmed'
     AND f.appeal_until >= business_today() AND ${IS_CONCERNED}
   GROUP BY f.id, f.title, f.root_type, f.root_id, f.appeal_until, f.decided_at`,
];

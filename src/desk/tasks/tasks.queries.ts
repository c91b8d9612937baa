import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toPermissionScope, toScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import { getKnownValue, type WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { countCompetingSql } from '../../people/accounts/registrations/registrations.queries.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { PlannedReader } from '../../kernel/database/connections/planned-reader.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { buildPage, encodeCursor, keyset, nextLink, type List } from '../../kernel/http/lists/list.js';
import { leavesUnplannedSql } from '../../care/continuity/handovers/left-recipients.queries.js';
import { contractEndSql, finalMilestoneSql, planStateSql } from '../../care/continuity/plan-standing.queries.js';
import { MadeFinalOffers } from '../../purchase/reviews/consultation/final-offers/made-final-offers.js';
import { CONTINUOUS_CATEGORIES } from '../../law/code-lists/code-lists.js';
import { subjectLabelSql } from '../../watch/runs/subject-labels.queries.js';
import { daySql } from '../../watch/facts/loading/fact-fragments.queries.js';
import { accountTasks } from './account-tasks.js';
import { administeredTasks } from './waiting/administered-tasks.js';
import { channelTasks } from './waiting/channel-tasks.js';
import { continuityTasks } from './continuity-tasks.js';
import { evaluationTasks } from './evaluation-tasks.js';
import { moneyTasks } from './money-tasks.js';
import { remedyTasks } from './remedy-tasks.js';
import { expertTasks } from './expert-tasks.js';
import { flagTasks } from './flag-tasks.js';
import { implementationTasks } from './implementation-tasks.js';
import { purchaseTasks } from './purchase-tasks.js';
import { judgeReports } from './report-tasks.js';
import { isFreeSql, latestDaySql, midnight } from './task-parts.js';
import { pageByDueDay } from './told/due-order.js';
import { judgeAmendments } from './waiting/amendment-tasks.js';
import { judgeDrafts } from './waiting/draft-tasks.js';
import { judgeDraws } from './waiting/draw-tasks.js';
import { judgeGaps } from './waiting/gap-tasks.js';
import { judgePayments } from './waiting/payment-tasks.js';
import { judgeRounds } from './waiting/round-tasks.js';
import { judgeScoring } from './waiting/scoring-tasks.js';
import { judgeProposedSettlements } from './waiting/settlement-tasks.js';
import { nameIssueSteps } from './waiting/issue-tasks.js';
import { secondHandTasks } from './second-hand-tasks.js';
import type { TaskDto, TaskKind, TaskListDto, TaskQuery, TaskSubjectDto } from './tasks.dto.js';
import { getTaskAction } from './task-actions.js';
import { deadlineTasks } from './waiting/deadline-tasks.js';
import { waitingTasks } from './waiting/waiting-tasks.js';
import { computeDueDay, findDueBasis, type Pausing } from './told/due-days.rules.js';
import { formatTitle } from './told/task-titles.js';

/** A choice of ours: an application is decided within so many working days. */
const REGISTRATION_WORKING_DAYS = 5;
/** Days before it is due that a plan begins to be shown. */
const PLAN_AHEAD_DAYS = 90;

/** A task with which it is of several that have its id; else empty. */
export type ToldTask = TaskDto & { part: string };

interface TaskRow extends Pausing {
  kind: TaskKind;
  id: string;
  subject_type: TaskSubjectDto['type'];
  subject_id: string;
  label: string | null;
  labelled: string | null;
  lot: number | null;
  whole: string | null;
  due_on: PlainDate | null;
  since: Date;
  page_key: string;
  /** It turned out to be no task, once it was read. */
  hidden?: boolean;
}

const KEY = [
  { column: 't.since', type: 'timestamptz' },
  { column: 't.kind', type: 'text' },
  { column: 't.id', type: 'uuid' },
  { column: "coalesce(t.title ->> 'part', '')", type: 'text' },
] as const;

const facts = (kind: string): string =>
  `facts_in_force f WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = '${kind}'`;

/** What waits for the caller. */
@Injectable()
export class TasksQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly planned: PlannedReader,
    private readonly calendars: WorkingCalendars,
    private readonly offers: MadeFinalOffers,
  ) {}

  /** As others may be told of it, too: a final offer stays due until its deadline, whether or not it was made. */
  async listToTell(principal: Principal, query: TaskQuery, url: string, lang: Language): Promise<List<ToldTask>> {
    const { items, next } = await this.load(principal, query, url, lang, false);
    return { items: items.map(({ row, task }) => ({ ...task, part: row.title?.part ?? '' })), next };
  }

  /** For the caller alone: without the final offers that it has made. */
  async listOwn(principal: Principal, query: TaskQuery, url: string, lang: Language): Promise<TaskListDto> {
    const { items, next } = await this.load(principal, query, url, lang, true);
    return { items: items.map(({ task }) => task), next };
  }

  /** A page is filled up from what follows: some rows turn out to be no tasks once they are read. */
  private async load(principal: Principal, query: TaskQuery, url: string, lang: Language, own: boolean) {
    const { reader } = this.transactions;
    const [clock] = await reader.query<{ now: Date; today: PlainDate }[]>(
      `SELECT business_now() AS now, business_today()::text AS today`,
    );
    const { now = new Date(), today = '' } = clock ?? {};
    const calendar = await this.calendars.current();
    const date = (row: TaskRow) => ({ row, task: toTask(row, today, calendar, lang) });
    const organisations = toPermissionScope(principal, 'tender.manage').organisations;
    const keep = async (found: readonly TaskRow[]): Promise<TaskRow[]> => {
      const amended = await judgeAmendments(reader, await judgeDrafts(reader, found, now, today), { now, today });
      const payable = await judgePayments(reader, amended);
      const settled = await judgeProposedSettlements(reader, payable);
      const judged = await judgeRounds(reader, await judgeReports(reader, await judgeScoring(reader, settled, today)));
      const named = await nameIssueSteps(
        reader,
        own ? await this.hideMadeOffers(judged) : judged,
        organisations,
        today,
      );
      return judgeGaps(judgeDraws(named, calendar, today), calendar, today).filter(({ hidden }) => hidden !== true);
    };
    if (isByDueDay(query)) {
      const { rows } = await this.read(principal, query);
      return pageByDueDay((await keep(rows)).map(date), query, url, KEY.length);
    }
    const page = buildPage(query, KEY, 'ASC');
    let { rows, rest } = await this.read(principal, query);
    const kept = await keep(rows);
    for (let round = 0; rest !== null && kept.length <= page.limit && round < MORE_ROUNDS; round++) {
      const more = { ...query, limit: MORE_ROWS, cursor: encodeCursor('', rest) };
      ({ rows, rest } = await this.read(principal, more));
      kept.push(...(await keep(rows)));
    }
    const list = page.list(kept, url, date);
    return { ...list, next: list.next ?? (rest === null ? null : nextLink(url, rest)) };
  }

  private async hideMadeOffers(rows: readonly TaskRow[]): Promise<TaskRow[]> {
    const told: TaskRow[] = [];
    for (const row of rows) {
      const asked = row.kind === 'final_offer' ? row.title?.offer : undefined;
      told.push(asked && (await this.offers.isMade(this.transactions.reader, asked)) ? { ...row, hidden: true } : row);
    }
    return told;
  }

  /** Rows of the list, one more than its page has, and the place behind the last of them; null where the list ends with them. */
  private async read(principal: Principal, query: TaskQuery): Promise<{ rows: TaskRow[]; rest: string | null }> {
    const sql = new Sql();
    const parts = listTaskParts(sql, principal, toScope(principal));
    const kind = sql.p(query.kind ?? null);
    sql.and(`${kind}::text IS NULL OR t.kind = ${kind}`);
    const byDueDay = isByDueDay(query);
    const page = keyset(byDueDay ? {} : query, KEY, query.sort === '-since' ? 'DESC' : 'ASC', sql);
    const { reader } = this.transactions;
    const text = `SELECT t.*, t.due_on::text AS due_on, ${subjectLabelSql('t.subject_type', 't.subject_id')} AS labelled,
         ${TASK_LOT} AS lot, ${TASK_WHOLE} AS whole, CASE WHEN t.kind = 'complaint' THEN (SELECT x.pauses FROM complaints x WHERE x.id = t.id) END AS pauses, ${page.select}
       FROM (${parts.join(' UNION ALL ')}) t WHERE ${sql.where} ${byDueDay ? '' : `${page.sorted} LIMIT ${sql.p(page.limit + 1)}::int`}`;
    const rows = isUsual(query)
      ? await this.planned.query<TaskRow>(text, sql.params, reader)
      : await reader.query<TaskRow[]>(text, sql.params);
    return { rows, rest: byDueDay || rows.length <= page.limit ? null : (rows.at(-1)?.page_key ?? null) };
  }
}

/** How often, and how far, is read on to fill a page. What lies behind is left to the next page. */
const MORE_ROUNDS = 5;
const MORE_ROWS = 200;

const isByDueDay = ({ sort }: TaskQuery): boolean => sort?.endsWith('due') === true;

/** The beginning of the list, whose text is one for each set of roles: it takes longer to plan than to read. */
const isUsual = ({ cursor, sort }: TaskQuery): boolean => cursor === undefined && sort === undefined;

/** SQL: the lot of the task `t`: what is remedied says which, a contract is of one, else it is the lot itself. */
const TASK_LOT = `CASE
  WHEN t.title ? 'lot' THEN (t.title ->> 'lot')::int
  WHEN t.kind IN ('challenge', 'remedy') OR t.kind LIKE 'complaint%'
    THEN coalesce((SELECT x.lot_no FROM challenges x WHERE x.id = t.id), (SELECT x.lot_no FROM complaints x WHERE x.id = t.id))
  WHEN t.kind = 'expert_invitation'
    THEN (SELECT v.lot FROM open_invitations v WHERE v.id = t.id)
  WHEN t.kind = 'lot_hearing' THEN (SELECT l.no FROM awards x JOIN lots l ON l.id = x.lot_id WHERE x.id = t.id)
  WHEN t.subject_type = 'contract' THEN (SELECT l.no FROM contracts x JOIN lots l ON l.id = x.lot_id WHERE x.id = t.subject_id)
  ELSE (SELECT l.no FROM lots l WHERE l.id IN (t.id, t.subject_id)) END`;

/** SQL: the visit, the meeting or the budget line of which the task `t` is a part; the body that is to state its account. */
const TASK_WHOLE = `CASE
  WHEN t.kind IN ('visit_finding', 'visit_finding_answered') THEN (SELECT x.visit_id FROM finding_visits x WHERE x.id = t.id)
  WHEN t.kind = 'resolution' THEN (SELECT x.meeting_id FROM resolution_meetings x WHERE x.id = t.id)
  WHEN t.kind = 'budget_extension' THEN (SELECT x.budget_line_id FROM asked_extensions x WHERE x.id = t.id)
  WHEN t.kind = 'payee_account' THEN (SELECT x.supplier_id FROM contracts x WHERE x.id = t.id) END`;

/** One part for each kind of task the caller may have; the empty one keeps the statement whole. */
function listTaskParts(sql: Sql, principal: Principal, scope: Scope): string[] {
  const may = (permission: string): boolean => scope.permissions.has(permission);
  const parts = [
    `SELECT NULL::text AS kind, NULL::uuid AS id, NULL::jsonb AS title, NULL::text AS subject_type, NULL::uuid AS subject_id,
       NULL::text AS label, NULL::date AS due_on, NULL::timestamptz AS since WHERE false`,
  ];
  if (may('contract.record')) parts.push(plansDue(sql, scope));
  if (may('registration.decide')) parts.push(REGISTRATIONS);
  parts.push(
    ...accountTasks(sql, principal, scope),
    ...channelTasks(sql, principal, scope),
    ...administeredTasks(sql, principal),
    ...flagTasks(sql, principal, scope),
    ...purchaseTasks(sql, scope),
    ...deadlineTasks(sql, principal, scope),
    ...expertTasks(sql, principal),
    ...remedyTasks(sql, principal, scope),
    ...secondHandTasks(sql, principal, scope),
    ...evaluationTasks(sql, scope),
    ...implementationTasks(sql, scope),
    ...moneyTasks(sql, principal, scope),
    ...continuityTasks(sql, scope),
    ...waitingTasks(sql, principal, scope),
  );
  return parts;
}

/** SQL: why another plan is made. */
const LEFT_BEHIND = `jsonb_build_object('en', 'its agency still serves people whom nobody is named to take over', 'zh', '仍有服务对象由原承接主体服务，尚未明确接收方')`;

/**
 * Contracts of the own bodies in categories meant to go on without a plan, from 90 days before the final milestone or, where
 * none is known, the end; at once where one that goes on here was ended early. A contract that was over before it was recorded is history and no task.
 * Whatever became of a plan, a contract that ended and leaves recipients behind, whom nobody is named to take over, wants another.
 * Of one that goes on elsewhere, what was agreed there is recorded. A plan that stands from before the contract was prolonged is written anew.
 */
const plansDue = (sql: Sql, scope: Scope): string => `
  SELECT 'continuity_plan', c.id, jsonb_build_object('step', CASE WHEN c.conducted = 'here' THEN coalesce(
    (SELECT 'continuity-plan/' || p.id || '/actions/revise' FROM continuity_plans p WHERE p.contract_id = c.id AND ${planStateSql('p', 'c')} = 'agreed'),
    'continuity-plan') ELSE 'facts' END) || CASE WHEN x.leaves THEN ${LEFT_BEHIND} ELSE '{}' END, 'contract', c.id, NULL, d.due,
    CASE WHEN x.leaves THEN ${midnight(`${contractEndSql('c')} + 1`)} ELSE c.created_at END
  FROM contracts c
  CROSS JOIN LATERAL (
    SELECT coalesce(CASE WHEN c.conducted = 'here' THEN ${finalMilestoneSql('c')}
        ELSE (SELECT max(${latestDaySql(`(f.data ->> 'dueOn')`)}) FROM ${facts('milestone')} AND (f.data ->> 'final')::boolean) END,
      ${latestDaySql('c.window_end')}) AS planned
  ) w CROSS JOIN LATERAL (SELECT least(w.planned, CASE WHEN c.conducted = 'here' THEN ${latestDaySql('c.terminated_on')} END) AS due) d
  CROSS JOIN LATERAL (SELECT ${leavesUnplannedSql('c')} AS leaves) x
  WHERE ${isMine(sql, scope, 'c.buyer_id')} AND c.category = ANY (${sql.p(CONTINUOUS_CATEGORIES)}::text[])
    AND (c.terminated_on IS NULL OR c.conducted = 'here') AND c.state NOT IN ('draft', 'void')
    AND (c.conducted <> 'here' OR ${isFreeSql(sql, scope, 'c.supplier_id')}) AND d.due - ${PLAN_AHEAD_DAYS} <= business_today()
    AND coalesce(${latestDaySql('c.window_end')}, d.due)::text >= ${daySql('c.recorded_at')}
    AND (x.leaves OR c.state <> 'archived' AND NOT EXISTS (SELECT FROM ${facts('plan')} AND f.data ->> 'kind' <> 'none' AND f.data ->> 'withdrawnOn' IS NULL
      AND (c.conducted <> 'here' OR (f.data ->> 'from' > ${contractEndSql('c')}::text) IS NOT FALSE)))
    AND NOT EXISTS (SELECT FROM continuity_plans p WHERE p.contract_id = c.id AND ${planStateSql('p', 'c')} = 'proposed')`;

const REGISTRATIONS = `
  SELECT 'registration', r.id, (SELECT CASE WHEN n > 0 THEN jsonb_build_object('en', 'others that wait for the same credit code: ' || n,
      'zh', '同一信用代码另有 ' || n || ' 份申请待处理') END FROM (SELECT ${countCompetingSql('r.id')} AS n) competing),
    'registration', r.id, r.agency_name, NULL, r.created_at
  FROM registrations r WHERE r.state = 'received'`;

function toTask(row: TaskRow, today: PlainDate, calendar: WorkingCalendar, lang: Language): TaskDto {
  const dueOn =
    row.kind === 'registration'
      ? computeDecisionDay(row.since, calendar)
      : (row.due_on ?? computeDueDay(row, calendar));
  const overdue = dueOn !== null && dueOn < today;
  const label = row.label ?? row.labelled;
  return {
    kind: row.kind,
    id: row.id,
    title: formatTitle(row, label, lang),
    subject: { type: row.subject_type, id: row.subject_id, label },
    lot: row.lot,
    action: getTaskAction({ ...row, overdue }),
    dueOn,
    dueBy: dueOn === null ? null : findDueBasis(row),
    overdue,
    since: row.since.toISOString(),
  };
}

/** Null in a year whose calendar is not loaded: no date is invented. */
const computeDecisionDay = (received: Date, calendar: WorkingCalendar): PlainDate | null =>
  getKnownValue(calendar.addWorkingDays(todayInShanghai(received), REGISTRATION_WORKING_DAYS));

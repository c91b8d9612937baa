import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { planStateSql } from '../../../care/continuity/plan-standing.queries.js';
import { findUnfinishedDrafts } from '../../../purchase/contracts/needs/unfinished-drafts.js';
import { signingRests } from '../../../purchase/awards/lots/signing-rests.queries.js';
import { joinLawfulDaySql, steppedAtSql } from '../task-parts.js';
import type { TaskDetail } from '../told/task-titles.js';

/** SQL: of the draft `d`, which goes on from another contract, a line is not planned any more, or for other days: so its signing asks. */
const IS_UNPLANNED = `(d.renewal_of IS NOT NULL AND EXISTS (SELECT FROM unnest(d.lines) AS l(id) WHERE NOT EXISTS (
  SELECT FROM planned_renewals i JOIN continuity_plans p ON p.id = i.plan_id JOIN contracts o ON o.id = p.contract_id
  WHERE o.id = d.renewal_of AND ${planStateSql('p', 'o')} IN ('agreed', 'carried_out')
    AND i.service_line_id = l.id AND i.starts_on = d.starts_on AND i.until = d.ends_on)))`;

/** SQL: the draft `d` can only be given up: what it rests on is gone. */
const IS_GONE = `(d.gone OR ${IS_UNPLANNED})`;

/** SQL: the law forbids today to sign the contract `c`: a challenge is open, the purchase is suspended, a remedy is not carried out. */
const IS_SIGNING_HELD = `EXISTS (SELECT FROM jsonb_array_elements(${signingRests('c.lot_id', 'c.tender_id')}) held WHERE held ->> 'to' IS NULL)`;

/** SQL: a join of `law`, the day by which the law wants the contract `c` signed; of a renewal it wants none. */
export const JOIN_SIGNING_DAY = `LEFT JOIN lots l ON l.id = c.lot_id
  ${joinLawfulDaySql('tender', 'CASE WHEN c.renewal_no IS NULL THEN c.tender_id END', 'contract_signed', 'l.no::text')}`;

/** SQL: the contract `c` is a draft that rests on nothing any more, or that its buyer's own standstill still holds. */
const IS_DRAFT_HELD = `EXISTS (SELECT FROM unsigned_drafts d
  WHERE d.contract_id = c.id AND (NOT d.stands OR ${IS_UNPLANNED} OR d.held_until >= business_today()))`;

/**
 * Drafts of the own bodies that nobody can sign: those that rest on nothing any more, and those that lack something. Which do is known
 * behind the statement alone (`judgeDrafts`), so that each draft has both tasks here, this one and that of its signatures.
 */
export function draftTasks(sql: Sql, scope: Scope): string[] {
  const drafts = (
    kind: string,
    since: string,
    condition: string,
    law = { join: '', rule: 'NULL::text', day: 'NULL::date' },
  ): string => `
    SELECT '${kind}', c.id, jsonb_build_object('rule', ${law.rule}), 'contract', c.id, c.title, ${law.day}, ${since}
    FROM unsigned_drafts d JOIN contracts c ON c.id = d.contract_id ${law.join}
    WHERE ${isMine(sql, narrowScope(scope, 'contract.manage'), 'c.buyer_id')} AND ${condition}`;
  const gone = `coalesce((SELECT max(taken.at) FROM audit_steps taken WHERE d.renewal_of IS NULL AND taken.aggregate_type = 'award'
    AND taken.aggregate_id = d.award_id::text), c.created_at)`;
  return [
    drafts('contract_unsignable', gone, IS_GONE),
    drafts('contract_redraft', steppedAtSql('contract', 'c.id', ['redraft'], 'c.created_at'), `NOT ${IS_GONE}`, {
      join: JOIN_SIGNING_DAY,
      // While the law forbids to sign its time for it rests.
      rule: `CASE WHEN NOT ${IS_SIGNING_HELD} THEN law.rule END`,
      day: `CASE WHEN NOT ${IS_SIGNING_HELD} THEN law.due_on END`,
    }),
  ];
}

/** SQL: the side may sign the draft `c` and has not; what it lacks is known behind the statement alone (`judgeDrafts`). */
export const awaitsSignatureSql = (side: string): string => `c.conducted = 'here' AND c.state = 'draft'
  AND NOT EXISTS (SELECT FROM contract_signatures g WHERE g.contract_id = c.id AND g.side = '${side}') AND NOT ${IS_SIGNING_HELD} AND NOT ${IS_DRAFT_HELD}`;

/** SQL: the drafts of the lot `l` of which the caller has a task: to word those that lack something, to sign those that lack nothing. */
export const listOwnDraftsSql = (sql: Sql, scope: Scope): string => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('contract', own.id, 'lacks', own.lacks)), '[]') FROM (
    SELECT c.id, true AS lacks FROM unsigned_drafts d JOIN contracts c ON c.id = d.contract_id
    WHERE c.lot_id = l.id AND c.renewal_no IS NULL AND NOT ${IS_GONE} AND ${isMine(sql, narrowScope(scope, 'contract.manage'), 'c.buyer_id')}
    UNION ALL
    SELECT c.id, false FROM contracts c
    WHERE c.lot_id = l.id AND c.renewal_no IS NULL AND ${isMine(sql, narrowScope(scope, 'contract.sign'), 'c.buyer_id')} AND ${awaitsSignatureSql('buyer')}
  ) own)`;

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
  hidden?: boolean;
}
const JUDGED: readonly string[] = ['contract_redraft', 'contract_signature'];

/**
 * Says of each draft what it lacks; what lacks something waits for no signature, and what lacks nothing for no other words. A day to sign
 * stands on that task alone, where the caller has it.
 */
export async function judgeDrafts<R extends Row>(
  reader: Reader,
  rows: readonly R[],
  now: Date,
  today: PlainDate,
): Promise<R[]> {
  const listDrafts = ({ kind, id, title }: Row): string[] =>
    JUDGED.includes(kind) ? [id] : (title?.drafts ?? []).map(({ contract }) => contract);
  const drafts = [...new Set(rows.flatMap(listDrafts))];
  if (drafts.length === 0) return [...rows];
  const lacks = await findUnfinishedDrafts(reader, drafts, now, today);
  return rows.map((row) => {
    if (row.title?.drafts?.some((draft) => draft.lacks === lacks.has(draft.contract))) return { ...row, hidden: true };
    if (!JUDGED.includes(row.kind)) return row;
    const missing = lacks.get(row.id);
    const isRedraft = row.kind === 'contract_redraft';
    if (isRedraft !== (missing !== undefined)) return { ...row, hidden: true };
    return isRedraft ? { ...row, title: { ...row.title, ...missing } } : row;
  });
}

import { guard, type Fact, type Guards, type Root } from '../../kernel/actions/action.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import { getRule } from '../../law/rules/rule-book.js';
import { toRuleRefusal } from '../tenders/conducted/issue.rules.js';
import { computeSuspensionEnd, LONGEST_SUSPENSION } from '../tenders/oversight/suspension.rules.js';
import { suspendedDaysSql, type SuspensionNotice } from '../tenders/oversight/suspension.js';

/** Whether the complaint that is named was accepted and is about the lot, or the tender as a whole. */
const isComplaintAccepted: Fact<Root, boolean, { remedy?: string }> = async ({ tx, root, given }) => {
  const rows = await tx.query(
    `WITH about AS (SELECT tender_id, id AS lot_id FROM lot WHERE id = $1 UNION ALL SELECT id, NULL FROM tender WHERE id = $1)
     SELECT FROM about a JOIN complaint x ON x.tender_id = a.tender_id
     WHERE x.id = $2 AND x.state = 'accepted' AND (a.lot_id IS NULL OR x.lot_id IS NULL OR x.lot_id = a.lot_id)`,
    [root.id, given.remedy ?? null],
  );
  return rows.length > 0;
};

/** Law article 57, Order 94 article 28: the last day of the suspension that stands. */
const loadSuspensionEnd: Fact<Root, PlainDate> = async ({ tx, root, now, use }) => {
  const [row] = await tx.query<{ at: Date }>(
    `SELECT coalesce(suspension_counts_from, suspended_at) AS at FROM tender WHERE id = $1
     UNION ALL SELECT coalesce(suspension_counts_from, suspended_at) FROM lot WHERE id = $1`,
    [root.id],
  );
  return computeSuspensionEnd(row?.at ?? now, await use(WorkingCalendars).current());
};

/** The days that the complaint has had of the lot, or of the lots of the tender. */
const loadSuspendedDays: Fact<Root, number, { remedy?: string }> = async ({ tx, root, given }) => {
  const [row] = await tx.query<{ days: number }>(suspendedDaysSql('$1', '$2::uuid IN (l.id, l.tender_id)'), [
    given.remedy ?? null,
    root.id,
  ]);
  return row?.days ?? 0;
};

const toMissing = (pointer: string, en: string, zh: string) => ({ pointer, code: 'required', text: { en, zh } });
/** Order 94 article 28: a complaint alone halts nothing; a written notice that states its days does. */
function refuseUnwritten({ notice, days }: SuspensionNotice): ProblemDetails | null {
  const errors = [
    ...(notice === undefined
      ? [toMissing('/notice', 'The number of the written notice', '请填写暂停采购活动通知书的文号')]
      : []),
    ...(days === undefined
      ? [toMissing('/days', 'The days that the notice states', '请填写通知书载明的暂停天数')]
      : []),
  ];
  return errors.length === 0 ? null : toRuleRefusal(getRule('SUSPEND-WRITTEN'), errors);
}

/** What a lot, or a tender as a whole, is suspended for, and how long. */
export const SUSPENSION_GUARDS = {
  suspension_groundless: guard<Root, SuspensionNotice, { isAccepted: boolean }>(
    { isAccepted: isComplaintAccepted },
    ({ isAccepted }, { given }) =>
      isAccepted
        ? refuseUnwritten(given)
        : toRuleRefusal(getRule('SUSPEND-30D'), [
            {
              pointer: '/remedy',
              code: 'required',
              text: { en: 'An accepted complaint about it', zh: '已受理的相关投诉' },
            },
          ]),
  ),
  suspension_too_long: guard<Root, SuspensionNotice, { had: number }>(
    { had: loadSuspendedDays },
    ({ had }, { given: { days = 0 } }) => {
      const left = Math.max(0, LONGEST_SUSPENSION - had);
      if (days <= left) return null;
      const text = { en: `At most ${left} more days for this complaint`, zh: `该投诉至多还可暂停${left}日` };
      return {
        ...toRuleRefusal(getRule('SUSPEND-30D'), [{ pointer: '/days', code: 'not_allowed_value', text }]),
        facts: { had, left },
      };
    },
  ),
  suspension_running: guard({ until: loadSuspensionEnd }, ({ until }, { today }) =>
    today > until ? null : { ...toRuleRefusal(getRule('SUSPEND-30D'), []), facts: { until } },
  ),
} satisfies Guards<Root>;

import { guard, type Fact, type Guards, type Root } from '../../kernel/actions/action.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { addDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import { getKnownValue } from '../../law/calendars/working-calendar.js';
import { periodEnd, readPeriod } from '../../law/deadlines/periods.rules.js';
import { getRule } from '../../law/rules/rule-book.js';
import { toRuleRefusal } from '../tenders/conducted/issue.rules.js';

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

/**
 * Law article 57, Order 94 article 28: at most thirty days for a complaint. Where the calendar does not say whether their last one is a
 * working day, they are over when it is past: earlier is too early under every calendar.
 */
const loadSuspensionEnd: Fact<Root, PlainDate> = async ({ tx, root, now, use }) => {
  const [row] = await tx.query<{ at: Date }>(
    `SELECT coalesce(suspension_counts_from, suspended_at) AS at FROM tender WHERE id = $1
     UNION ALL SELECT coalesce(suspension_counts_from, suspended_at) FROM lot WHERE id = $1`,
    [root.id],
  );
  const rule = getRule('SUSPEND-30D');
  const period = readPeriod(rule) ?? { value: 30, unit: 'calendar_day' as const };
  const start = todayInShanghai(row?.at ?? now);
  return getKnownValue(periodEnd(await use(WorkingCalendars).current(), start, period)) ?? addDays(start, period.value);
};

/** What a lot, or a tender as a whole, is suspended for, and how long. */
export const SUSPENSION_GUARDS = {
  suspension_groundless: guard<Root, { remedy?: string }, { isAccepted: boolean }>(
    { isAccepted: isComplaintAccepted },
    ({ isAccepted }) =>
      isAccepted
        ? null
        : toRuleRefusal(getRule('SUSPEND-30D'), [
            {
              pointer: '/remedy',
              code: 'required',
              text: { en: 'An accepted complaint about it', zh: '已受理的相关投诉' },
            },
          ]),
  ),
  suspension_running: guard({ until: loadSuspensionEnd }, ({ until }, { today }) =>
    today > until ? null : { ...toRuleRefusal(getRule('SUSPEND-30D'), []), facts: { until } },
  ),
} satisfies Guards<Root>;

import { action, guard, type Fact, type Situation } from '../../../../kernel/actions/action.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import { getKnownValue } from '../../../../law/calendars/working-calendar.js';
import { readPeriod } from '../../../../law/deadlines/periods.rules.js';
import { restedEnd, type Rest } from '../../../../law/deadlines/rested.rules.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { toRuleRefusal } from '../../../tenders/conducted/issue.rules.js';
import { signingRests } from '../../lots/signing-rests.queries.js';
import { cancelWin } from '../../award-moves.js';
import { awardSubject, type LockedAward } from '../../award.subject.js';
import { findOpenChallenges } from '../../remedies/open-remedies.js';
import { touchTender } from '../../../tenders/lots/lot-moves.js';

/** The award ends, its bid loses with it, and the tender has another version. */
const ending = {
  effect: ({ given, today }: Situation<LockedAward, RequiredReasonDto>) => ({
    set: { endedOn: today, endReason: given.reason },
  }),
  async after({ tx, root: { tender, lot, bid_id: bid } }: Situation<LockedAward, RequiredReasonDto>): Promise<void> {
    if (bid !== null) await cancelWin(tx, tender, lot, bid);
    await touchTender(tx, tender.id);
  },
};

export const refuseAward = action(awardSubject, 'refuse', RequiredReasonDto, {
  operationId: 'refuseAward',
  summary: { en: 'As the winner, refuse the award of the own body', zh: '中标（成交）供应商放弃中标（成交）' },
  ...ending,
});

/** Days on which the law forbade to sign. */
const loadSigningRests: Fact<LockedAward, Rest[]> = async ({ tx, root }) => {
  const [row] = await tx.query<{ rests: Rest[] }>(
    `SELECT ${signingRests('a.lot_id', 'a.tender_id')} AS rests FROM award a WHERE a.id = $1`,
    [root.id],
  );
  return row?.rests ?? [];
};

export const recordRefusal = action(awardSubject, 'record_refusal', RequiredReasonDto, {
  operationId: 'recordAwardRefusal',
  summary: {
    en: 'Record that a winner kept silent until the period for signing was over',
    zh: '记录中标人逾期未签订合同',
  },
  guards: {
    // Law article 46: thirty days from the notice of the award, without those on which the law forbade to sign (Regulation
    // article 54, Law article 57). They run on where the calendar does not say the last day, until they are over under any.
    signing_period_running: guard({ loadSigningRests, findOpenChallenges, loadCalendar }, (facts, { root, today }) => {
      const rule = getRule('CONTRACT-30D');
      const period = readPeriod(rule);
      if (period === null) return {};
      const { end, least, rests } = restedEnd(facts.loadCalendar, root.published_on, period, facts.loadSigningRests);
      const last = getKnownValue(end) ?? least;
      const challenges = facts.findOpenChallenges;
      return rests || today <= last || challenges.length > 0
        ? { ...toRuleRefusal(rule, []), facts: { last: rests ? null : last, challenges } }
        : null;
    }),
  },
  ...ending,
});

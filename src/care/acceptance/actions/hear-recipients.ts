import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { toRuleRefusal } from '../../../purchase/tenders/conducted/issue.rules.js';
import { acceptanceSubject, addPreparer, countHeardRecipients, type LockedAcceptance } from '../acceptance.subject.js';
import { assertFutureDate } from '../date-bounds.js';

/** Invites recipients to give their opinions, until a day. */
class InviteOpinionsDto extends ReasonDto {
  /** The last day for the recipients' opinions. */
  @RequiredByAction({ en: 'The last day for opinions', zh: '征求意见截止日期' })
  @IsPlainDate()
  until: string;
}

export const inviteOpinions = action(acceptanceSubject, 'invite', InviteOpinionsDto, {
  operationId: 'inviteOpinions',
  summary: {
    en: 'Ask the recipients of a contract until a day what they say of its acceptance',
    zh: '就验收向服务对象征求意见，至截止日止',
  },
  async effect({ tx, root, given: { until }, today }) {
    assertFutureDate('/until', until, today);
    return { set: { opinionsUntil: until, ...(await addPreparer(tx, root)) }, data: { until } };
  },
});

/** The survey in which the buyer still asks the recipients for this acceptance. */
const findRunningSurvey: Fact<LockedAcceptance, { id: string; until: string } | null> = async ({ tx, root, today }) => {
  const [survey] = await tx.query<{ id: string; until: string }>(
    `SELECT y.id, y.closes_on::text AS until FROM survey y
     JOIN contract c ON c.id = y.contract_id AND c.buyer_id = y.runner_id
     WHERE y.contract_id = $1 AND y.purpose = 'acceptance' AND y.state = 'open' AND y.closes_on >= $2
       AND EXISTS (SELECT FROM survey_slip s WHERE s.survey_id = y.id AND NOT s.used)`,
    [root.contract.id, today],
  );
  return survey ?? null;
};

export const takeOpinions = action(acceptanceSubject, 'take_opinions', ReasonDto, {
  operationId: 'takeOpinions',
  summary: { en: 'End the hearing of the recipients', zh: '结束征求意见' },
  guards: {
    recipients_absent: guard({ countHeardRecipients }, (facts, { root, today }) => {
      if (!root.publicService || facts.countHeardRecipients > 0) return null;
      const rule = findRuleInForce('ACCEPT-RECIPIENT', today);
      return rule === null ? {} : toRuleRefusal(rule, []);
    }),
    opinions_running: guard({ findRunningSurvey }, ({ findRunningSurvey: survey }, { root, today }) => {
      const until = root.opinionsUntil;
      if (until !== null && today <= until) return { facts: { until } };
      return survey === null ? null : { facts: { until: survey.until, survey: survey.id } };
    }),
  },
  effect: async ({ tx, root }) => ({ set: await addPreparer(tx, root) }),
});

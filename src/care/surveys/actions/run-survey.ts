import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { invalid } from '../../../kernel/http/validation.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { endSlips } from '../answers/ended-codes.js';
import { assertSurveyDays, surveySubject, type LockedSurvey } from '../survey.subject.js';

/** Makes one slip for everybody who was drawn, by community; nobody's name or number is on it. */
export const openSurvey = action(surveySubject, 'open', ReasonDto, {
  operationId: 'openSurvey',
  summary: { en: 'Open a survey for answers', zh: '启动调查' },
  guards: {
    sample_missing: guard({}, (_, { root }) => (root.drawnAt === null ? {} : null)),
    questions_missing: guard({}, (_, { root }) => (root.questions.length === 0 ? {} : null)),
  },
  async effect({ tx, root, now }) {
    const slips = await tx.query(
      `INSERT INTO survey_slip (survey_id, no, stratum)
       SELECT t.survey_id, row_number() OVER (ORDER BY t.no), t.no
       FROM survey_stratum t CROSS JOIN generate_series(1, t.sampled) WHERE t.survey_id = $1 RETURNING no`,
      [root.id],
    );
    return { set: { openedAt: now }, data: { slips: slips.length } };
  },
});

/** Moves the last day of a survey. */
class ExtendSurveyDto extends RequiredReasonDto {
  /** The new last day. */
  @RequiredByAction({ en: 'Say until when', zh: '请填写新的截止日期' })
  @IsPlainDate()
  closesOn: string;
}

export const extendSurvey = action(surveySubject, 'extend', ExtendSurveyDto, {
  operationId: 'extendSurvey',
  summary: { en: 'Take answers until a later day', zh: '延长调查期限' },
  effect({ root, given: { closesOn } }) {
    if (closesOn <= root.closesOn)
      throw invalid('/closesOn', 'too_early', { en: 'It runs as long already', zh: '不晚于现有截止日期' });
    assertSurveyDays(root.opensOn, closesOn);
    return { set: { closesOn }, data: { closesOn } };
  },
});

const hasUnusedSlips: Fact<LockedSurvey, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(`SELECT FROM survey_slip WHERE survey_id = $1 AND NOT used LIMIT 1`, [root.id]);
  return rows.length > 0;
};

export const closeSurvey = action(surveySubject, 'close', ReasonDto, {
  operationId: 'closeSurvey',
  summary: { en: 'Close a survey whose last day has passed, or that everybody has answered', zh: '结束调查' },
  guards: {
    survey_running: guard({ hasUnusedSlips }, (facts, { root, today }) =>
      root.closesOn >= today && facts.hasUnusedSlips ? {} : null,
    ),
  },
  async effect({ tx, root, now }) {
    await endSlips(tx, root.id);
    return { set: { closedAt: now } };
  },
});

export const cancelSurvey = action(surveySubject, 'cancel', RequiredReasonDto, {
  operationId: 'cancelSurvey',
  summary: { en: 'Cancel a survey without results', zh: '取消调查' },
  async effect({ tx, root }) {
    await endSlips(tx, root.id);
    return {};
  },
});

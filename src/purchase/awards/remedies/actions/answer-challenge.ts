import { IsBoolean, IsIn } from 'class-validator';
import { action, guard, type GuardView } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { toPlainDate } from '../../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { Integers, OptionalField, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import { challengeSubject, type LockedChallenge } from '../challenge.subject.js';
import { toDayData, toInstantOfAct } from '../paper/done-on-paper.js';
import { ReasonedOnPaperDto } from '../remedy.dto.js';
import { computeLastChallengeDay, toDayOfFiling } from '../remedy.rules.js';
import { RemedySteps } from '../remedy-steps.js';
import { assertAffectedLots, exempt, loadPoints } from '../stages/remedy-points.js';

/** The answer of the buyer to a challenge. */
class AnswerChallengeDto {
  @RequiredByAction({ en: 'Upheld or not', zh: '请说明质疑是否成立' })
  @IsIn(['upheld', 'not_upheld'])
  result: 'upheld' | 'not_upheld';
  /** Whether what is upheld affects the result; required where it is upheld. */
  @OptionalField(IsBoolean())
  affectsResult?: boolean;
  /** Of what is upheld about every lot and affects the result: numbers of the lots that are affected; without it, all that it is about. */
  @Integers({ min: 1, max: 1000, minimum: 1, maximum: 10_000, presence: 'optional' })
  lots?: number[] | null;
  /** The answer; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
  /** Of what came on paper: the day on which this was done on paper; without it, today. */
  @OptionalField(IsPlainDate())
  on?: string | null;
}

export const answerChallenge = action(challengeSubject, 'answer', AnswerChallengeDto, {
  operationId: 'answerChallenge',
  summary: { en: 'Answer a challenge', zh: '答复质疑' },
  check({ given: { result, affectsResult, lots } }) {
    if (result === 'upheld' && affectsResult === undefined)
      throw invalid('/affectsResult', 'required', {
        en: 'Whether it affects the result',
        zh: '请说明是否影响采购结果',
      });
    assertAffectedLots({ lots }, result === 'upheld' && affectsResult === true);
  },
  async effect({ tx, root, given: { result, affectsResult, lots, reason, on }, now, load }) {
    if (lots)
      await exempt(
        tx,
        root.id,
        (await load(loadPoints)).filter(({ named }) => !named),
      );
    return {
      set: {
        ...{ result, affectsResult: result === 'upheld' && affectsResult === true },
        ...{ answeredAt: toInstantOfAct(on, now), answer: reason },
      },
      data: { result, ...(lots && { lots }), ...toDayData({ on }) },
    };
  },
  uses: { steps: RemedySteps },
  // It may have been signed, or gone on, while it was said that the challenge could not affect the result.
  async after({ tx, root, given }, { steps }) {
    if (given.result === 'upheld' && given.affectsResult === true)
      await steps.notifySteps(tx, { tender: root.tender_id, lot: root.lot_id, kind: 'challenge', id: root.id });
  },
});

/** Answers that a challenge is out of scope. */
export class SetAsideChallengeDto extends ReasonedOnPaperDto {
  /** Of one whose scope is `undetermined`: the day on which it was, or should have been, known. */
  @OptionalField(IsPlainDate())
  knownOn?: string;
}

/** What is asked for before a challenge is called late whose day nothing tells. */
const UNDATED: FieldError = {
  pointer: '/knownOn',
  code: 'required',
  text: { en: 'The day on which it was, or should have been, known', zh: '请认定其知道或者应当知道的日期' },
};

export const setAsideChallenge = action(challengeSubject, 'set_aside', SetAsideChallengeDto, {
  operationId: 'setAsideChallenge',
  summary: { en: 'Answer that a challenge is out of scope', zh: '答复质疑不属于受理范围' },
  check({ root, given: { knownOn } }) {
    if (knownOn !== undefined && root.scope !== 'undetermined')
      throw invalid('/knownOn', 'not_allowed_value', {
        en: 'Only where nothing on record tells the day, to set it aside',
        zh: '仅在现有记录不能反映日期、以超过期限答复时填写',
      });
  },
  guards: {
    challenge_in_scope: guard(
      { loadCalendar },
      ({ loadCalendar: calendar }, { root, given: { knownOn } }: GuardView<LockedChallenge, SetAsideChallengeDto>) => {
        if (root.scope !== 'undetermined') return root.scope === 'in_scope' ? {} : null;
        if (knownOn === undefined) return { errors: [UNDATED] };
        const received = toDayOfFiling(
          root.posted_on && toPlainDate(root.posted_on),
          todayInShanghai(root.received_at),
        );
        const lastDay = computeLastChallengeDay(knownOn, calendar);
        return lastDay === null || received <= lastDay ? { facts: { received, lastDay } } : null;
      },
    ),
  },
  needs: { loadCalendar },
  effect({ given: { knownOn, reason, on }, now }, { loadCalendar: calendar }) {
    const determined = knownOn !== undefined && {
      ...{ knownOn, scope: 'late' as const, lastDay: computeLastChallengeDay(knownOn, calendar) },
    };
    return { set: { answeredAt: toInstantOfAct(on, now), answer: reason, ...determined }, data: toDayData({ on }) };
  },
});

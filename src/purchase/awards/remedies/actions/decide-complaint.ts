import { IsBoolean, IsIn } from 'class-validator';
import { action, guard } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { Integers, OptionalField, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { toRuleRefusal } from '../../../tenders/conducted/issue.rules.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';
import { toDayData, toInstantOfAct } from '../paper/done-on-paper.js';
import { DoneOnPaperDto, ReasonedOnPaperDto } from '../remedy.dto.js';
import { RemedySteps } from '../remedy-steps.js';
import {
  COMPLAINT_EFFECTS,
  isBinding,
  isForEachLot,
  isLeftToCourt,
  lawfulEffects,
  refuseEffect,
  type ComplaintEffect,
} from '../stages/effects.rules.js';
import { assertAffectedLots, exempt, loadPoints, type LotPoint } from '../stages/remedy-points.js';

export const beginAppraisal = action(complaintSubject, 'begin_appraisal', ReasonedOnPaperDto, {
  operationId: 'beginComplaintAppraisal',
  summary: { en: 'Begin an appraisal for a complaint', zh: '开始投诉鉴定' },
  effect: ({ root, given: { on }, today }) => ({
    set: { appraisals: [...root.appraisals, { from: on ?? today, to: null }] },
    data: toDayData({ on }),
  }),
});

export const endAppraisal = action(complaintSubject, 'end_appraisal', DoneOnPaperDto, {
  operationId: 'endComplaintAppraisal',
  summary: { en: 'End the appraisal for a complaint', zh: '结束投诉鉴定' },
  effect: ({ root, given: { on }, today }) => ({
    set: { appraisals: root.appraisals.map((each) => ({ ...each, to: each.to ?? on ?? today })) },
    data: toDayData({ on }),
  }),
});

const IN_DECISION = { en: 'A decision says it', zh: '处理决定须载明' };
/** The decision of the finance authority on a complaint. */
class DecideComplaintDto {
  @RequiredByAction(IN_DECISION)
  @IsIn(['upheld', 'rejected'])
  result: 'upheld' | 'rejected';
  /**
   * Of what is upheld, whether it affects the result; without it, that it does. Where it does not the purchase goes on, and
   * the effect is `none`.
   */
  @OptionalField(IsBoolean())
  affectsResult?: boolean;
  /**
   * What follows from it, by what the complaint is about and how far the purchase has come. Of lots of which some are signed, `rescind_contract`: a
   * lot that has no contract yet begins anew, or goes to its next candidate, with it.
   */
  @RequiredByAction(IN_DECISION)
  @IsIn(COMPLAINT_EFFECTS)
  effect: (typeof COMPLAINT_EFFECTS)[number];
  /** Of what is upheld about every lot and affects the result: numbers of the lots that are affected; without it, each to which the law gives the effect. */
  @Integers({ min: 1, max: 1000, minimum: 1, maximum: 10_000, presence: 'optional' })
  lots?: number[] | null;
  /** Number of the decision. */
  @RequiredByAction(IN_DECISION)
  @TextUpTo(200)
  reference: string;
  /** The decision; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
  /** Of what came on paper: the day on which this was done on paper; without it, today. */
  @OptionalField(IsPlainDate())
  on?: string | null;
}

export const decideComplaint = action(complaintSubject, 'decide', DecideComplaintDto, {
  operationId: 'decideComplaint',
  summary: { en: 'Decide a complaint', zh: '作出投诉处理决定' },
  check: ({ given: { result, affectsResult = true, lots } }) =>
    assertAffectedLots({ lots }, result === 'upheld' && affectsResult),
  guards: {
    copies_not_sent: guard({}, (_, { root }) =>
      root.copies_sent_on === null ? toRuleRefusal(getRule('COMPLAINT-SERVE-8WD'), []) : null,
    ),
    // Order 94 articles 31 and 32.
    effect_not_lawful: guard<LockedComplaint, DecideComplaintDto, { loadPoints: LotPoint[] }>(
      { loadPoints },
      (facts, { root, given: { result, effect, affectsResult = true } }) => {
        const { stage } = root;
        const affected = facts.loadPoints.filter(({ named }) => named !== false);
        const points = affected.map(({ lot, point }) => ({ lot, point }));
        const given = lawfulEffects(
          { result, stage, affectsResult },
          points.map(({ point }) => point),
        );
        const isNamed = affected.some(({ named }) => named);
        const isOfEach = result === 'upheld' && affectsResult && (isNamed || stage === 'documents');
        const isFitting = (each: ComplaintEffect): boolean =>
          !isOfEach || isForEachLot({ stage, effect: each }, affected);
        const effects = given.filter(isFitting);
        const isLawful = isNamed ? isFitting(effect) : effects.includes(effect);
        return isLawful ? null : refuseEffect(stage, todayInShanghai(root.received_at), { stage, points, effects });
      },
    ),
  },
  needs: { loadPoints },
  async effect({ tx, root, given, now }, facts) {
    const { result, effect, lots, reference, reason, affectsResult = true, on } = given;
    const { stage } = root;
    const affects = result === 'upheld' ? affectsResult : null;
    // What was decided about all lots is nothing to those to which the law gives another effect, or that are not named.
    const isAffected = ({ point, named }: LotPoint): boolean =>
      named !== false && isBinding({ stage, effect }, { point, named: named === true });
    if (affects)
      await exempt(
        tx,
        root.id,
        facts.loadPoints.filter((point) => !isAffected(point)),
        (point) => isLeftToCourt(stage, point),
      );
    return {
      set: { result, affectsResult: affects, effect, decidedAt: toInstantOfAct(on, now), decision: reason, reference },
      data: { result, effect, ...(lots && { lots }), ...toDayData({ on }) },
    };
  },
  uses: { steps: RemedySteps },
  async after({ tx, root, given }, { steps }) {
    if (given.effect === 'rescind_contract')
      await steps.notifySteps(tx, { tender: root.tender_id, lot: root.lot_id, kind: 'complaint', id: root.id });
  },
});

export const withdrawComplaint = action(complaintSubject, 'withdraw', ReasonDto, {
  operationId: 'withdrawComplaint',
  summary: { en: 'Withdraw a complaint', zh: '撤回投诉' },
});

export const recordComplaintRemedy = action(complaintSubject, 'record_remedy', RequiredReasonDto, {
  operationId: 'recordComplaintRemedy',
  summary: { en: 'Record what followed from the decision on a complaint', zh: '记录投诉处理决定的执行情况' },
  effect: ({ now }) => ({ set: { remediedAt: now } }),
});

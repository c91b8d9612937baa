import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { insertEvaluationFact } from '../evaluation-publication.js';
import { evaluationSubject, type LockedEvaluation } from '../evaluation.subject.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { evaluatorInterestGuard } from './appoint-evaluator.js';
import { copyScores } from '../score-set.js';

const listScorers: Fact<LockedEvaluation, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string }>(
    `SELECT DISTINCT scored_by AS by FROM evaluation_score WHERE evaluation_id = $1 AND set_no = $2`,
    [root.id, root.set_no],
  );
  return rows.map(({ by }) => by);
};

export const confirmEvaluation = action(evaluationSubject, 'confirm', ReasonDto, {
  operationId: 'confirmEvaluation',
  summary: { en: 'Confirm what was sent, by somebody who scored none of it', zh: '确认评估结果' },
  guards: { own_scores: guardSecondPerson(listScorers), evaluator_has_interest: evaluatorInterestGuard },
  effect: ({ root }) => ({ set: { confirmedSet: root.set_no } }),
});

export const publishEvaluation = action(evaluationSubject, 'publish', ReasonDto, {
  operationId: 'publishEvaluation',
  summary: { en: 'Publish total and grade', zh: '公布评估结果' },
  guards: {
    re_evaluation_unconfirmed: guard({}, (_, { root }) => (root.confirmed_set === root.set_no ? null : {})),
  },
  async effect({ tx, root, given, now }) {
    const { set_no: publishedSet, total, grade } = root;
    const factId = await insertEvaluationFact(tx, root, given.reason ?? null);
    return {
      set: { publishedSet, publishedTotal: total, publishedGrade: grade, publishedAt: now, factId },
      data: { contract: root.contract_id, total, grade },
      public: true,
    };
  },
});

/** Once, by the agency. Until it is published again its grade counts for nothing. */
export const appealEvaluation = action(evaluationSubject, 'appeal', RequiredReasonDto, {
  operationId: 'appealEvaluation',
  summary: { en: 'Appeal against a published evaluation', zh: '对评估结果提出申诉' },
  guards: { appealed_already: guard({}, (_, { root }) => (root.appealed_at === null ? null : {})) },
  async effect({ tx, root, given, now }) {
    await copyScores(tx, root);
    const appeal = { appealedAt: now, appeal: given.reason };
    return { set: { ...appeal, setNo: root.set_no + 1, proposedId: null, proposedBy: null } };
  },
});

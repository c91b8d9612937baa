import { action, guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { IS_OVER } from '../../surveys/survey-visibility.js';
import { evaluationSubject, loadCurrentScores, type LockedEvaluation } from '../evaluation.subject.js';
import { fillSheet, loadDerivedFigures, refuseOtherPoints } from '../figures/fill-sheet.js';
import { findGradeBands, deriveGrade } from '../grades/grade.rules.js';
import { refuseUnheard, residentsEvidence } from '../residents-heard.js';
import { computeTotal, findUnscoredLeaves } from '../schemes/scheme.rules.js';
import { copyScores, listUnshownLeaves, setEvidenceSql, type ScoreSet } from '../score-set.js';

/** Surveys among the evidence that are not over. One that nobody answered is over too. */
const unfinishedSurveys: Fact<LockedEvaluation, { id: string; state: string }[]> = ({ tx, root }) =>
  tx.query(
    `WITH named AS (${setEvidenceSql('$1', '$2')}) SELECT r.id, r.state FROM survey r
     WHERE r.id IN (SELECT id FROM named WHERE kind = 'survey') AND NOT ${IS_OVER} ORDER BY r.id`,
    [root.id, root.set_no],
  );

const mapPoints = ({ scores }: ScoreSet): Map<string, number> =>
  new Map(scores.map(({ leaf, points }) => [leaf, points]));

const whatIsSent: Guards<LockedEvaluation, unknown> = {
  scores_incomplete: guard({ loadCurrentScores }, ({ loadCurrentScores: set }) => {
    const leaves = findUnscoredLeaves(set.dimensions, mapPoints(set));
    return leaves.length > 0 ? { facts: { leaves } } : null;
  }),
  score_evidence_missing: guard({ loadCurrentScores }, (facts) => {
    const leaves = listUnshownLeaves(facts.loadCurrentScores);
    return leaves.length > 0 ? { facts: { leaves } } : null;
  }),
  // What residents said is known once they have said it.
  survey_unfinished: guard({ surveys: unfinishedSurveys }, ({ surveys }) =>
    surveys.length > 0 ? { facts: { surveys } } : null,
  ),
  residents_unheard: guard({ loadCurrentScores, residentsEvidence }, (facts) =>
    refuseUnheard(facts.loadCurrentScores, facts.residentsEvidence),
  ),
  points_derived: guard({ loadCurrentScores, loadDerivedFigures }, (facts) =>
    refuseOtherPoints(facts.loadCurrentScores, facts.loadDerivedFigures),
  ),
};

/** The total of what is sent, and the grade by the bands of the place on the day it is sent. */
function judge(set: ScoreSet, region: string | null, today: PlainDate) {
  const total = computeTotal(set.dimensions, mapPoints(set));
  const bands = findGradeBands(today, region);
  return { total, grade: deriveGrade(total, bands), gradeRule: bands.rule };
}

export const beginFieldwork = action(evaluationSubject, 'begin_fieldwork', ReasonDto, {
  operationId: 'beginFieldwork',
  summary: {
    en: 'Begin to evaluate on site, with a sheet into which what is known is filled',
    zh: '开始实地评估，系统填入已知数据',
  },
  effect: async ({ tx, root }) => ({ data: { filled: await fillSheet(tx, root) } }),
});

/** As often as it takes: records, payments and answers come in while work goes on. */
export const refillSheet = action(evaluationSubject, 'refill', ReasonDto, {
  operationId: 'refillSheet',
  summary: { en: 'Fill what is known by now into the sheet', zh: '按最新数据重新填入评分表' },
  effect: async ({ tx, root }) => ({ data: { filled: await fillSheet(tx, root) } }),
});

export const submitScores = action(evaluationSubject, 'submit_scores', ReasonDto, {
  operationId: 'submitEvaluationScores',
  summary: { en: 'Send the points of an evaluation to the buyer', zh: '提交评估得分' },
  guards: whatIsSent,
  needs: { loadCurrentScores },
  effect: ({ root, today }, facts) => ({ set: judge(facts.loadCurrentScores, root.region, today) }),
});

/** Scored anew after an appeal; that nothing changes is an answer too. */
export const reEvaluate = action(evaluationSubject, 're_evaluate', RequiredReasonDto, {
  operationId: 'reEvaluate',
  summary: { en: 'Send the points again after an appeal, with the answer to it', zh: '申诉后提交重新评估结果' },
  guards: whatIsSent,
  needs: { loadCurrentScores },
  effect: ({ root, given, today }, facts) => ({
    set: { ...judge(facts.loadCurrentScores, root.region, today), reEvaluation: given.reason },
  }),
});

export const returnScores = action(evaluationSubject, 'return_scores', RequiredReasonDto, {
  operationId: 'returnEvaluationScores',
  summary: { en: 'Return points to the evaluator', zh: '退回评估得分' },
  async effect({ tx, root }) {
    await copyScores(tx, root);
    return { set: { setNo: root.set_no + 1 } };
  },
});

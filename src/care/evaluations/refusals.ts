import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Schemes, evaluations, meetings and ratings. */
export const EVALUATIONS_REFUSALS = {
  weights_not_whole: refusal(422, 'The weights of a level are not 100 together', '同级权重之和不等于 100'),
  residents_unweighted: refusal(422, 'What residents say weighs nothing', '居民评议未占权重'),
  // evaluations
  evaluation_planned: refusal(409, 'A final evaluation of this contract is planned already', '该合同已计划终期评估'),
  evaluator_not_proposed: refusal(422, 'No evaluator is proposed', '尚未提出评估机构'),
  own_evaluator_proposal: refusal(
    422,
    'Who proposed the evaluator does not appoint it',
    '提出评估机构的人不得自行确定',
  ),
  evaluator_has_interest: refusal(
    422,
    'The evaluator stands too near to a body of the purchase',
    '评估机构与采购有关方存在利害关系',
  ),
  scheme_not_active: refusal(422, 'The scheme is not in force', '评估方案未生效'),
  evaluator_tied: refusal(
    422,
    'You have not declared to be tied to nobody',
    '您尚未声明无利害关系，或已声明存在利害关系',
  ),
  tie_declared: refusal(409, 'A tie that was declared is not taken back', '已声明的利害关系不得撤回'),
  score_above_maximum: refusal(422, 'More points than the leaf has', '得分超过该指标满分'),
  scores_incomplete: refusal(422, 'Not every leaf is scored', '尚有指标未评分'),
  score_evidence_missing: refusal(422, 'Nothing shows a score', '尚有评分没有依据'),
  survey_unfinished: refusal(422, 'A survey that is named goes on', '所引用的问卷调查尚未结束'),
  residents_unheard: refusal(
    422,
    'What residents say is shown by nothing that they said',
    '居民评议指标未以居民的问卷答复或会议意见为依据',
  ),
  own_scores: refusal(422, 'Who scored does not confirm', '评分人不得确认本人的评分'),
  re_evaluation_unconfirmed: refusal(422, 'The second look is not confirmed', '复评结果尚未确认'),
  // meetings and ratings
  meeting_ahead: refusal(422, 'The meeting lies ahead', '会议尚未到召开时间'),
  nobody_attended: refusal(422, 'Nobody attended', '无人出席'),
  minutes_missing: refusal(422, 'The minutes are missing', '缺少会议记录'),
  not_concerned: refusal(422, 'The purchase does not concern this body', '该采购与本机构无关'),
  stage_not_over: refusal(422, 'The stage is not over', '该阶段尚未结束'),
  rated_already: refusal(409, 'It was rated once', '已评价过一次'),
  appealed_already: refusal(422, 'It was appealed against once', '已申诉过一次'),
} as const satisfies Record<string, ProblemSpec>;

import type { ProblemSpec } from '../codes.js';

/** Schemes, evaluations, meetings and ratings. */
export const EVALUATION_PROBLEMS = {
  weights_not_whole: {
    status: 422,
    title: { en: 'The weights of a level are not 100 together', zh: '同级权重之和不等于 100' },
  },
  residents_unweighted: {
    status: 422,
    title: { en: 'What residents say weighs nothing', zh: '居民评议未占权重' },
  },
  // evaluations
  evaluation_planned: {
    status: 409,
    title: { en: 'A final evaluation of this contract is planned already', zh: '该合同已计划终期评估' },
  },
  evaluator_not_proposed: {
    status: 422,
    title: { en: 'No evaluator is proposed', zh: '尚未提出评估机构' },
  },
  own_evaluator_proposal: {
    status: 422,
    title: { en: 'Who proposed the evaluator does not appoint it', zh: '提出评估机构的人不得自行确定' },
  },
  evaluator_has_interest: {
    status: 422,
    title: { en: 'The evaluator stands too near to a body of the purchase', zh: '评估机构与采购有关方存在利害关系' },
  },
  scheme_not_active: {
    status: 422,
    title: { en: 'The scheme is not in force', zh: '评估方案未生效' },
  },
  evaluator_tied: {
    status: 422,
    title: { en: 'You have not declared to be tied to nobody', zh: '您尚未声明无利害关系，或已声明存在利害关系' },
  },
  tie_declared: {
    status: 409,
    title: { en: 'A tie that was declared is not taken back', zh: '已声明的利害关系不得撤回' },
  },
  score_above_maximum: {
    status: 422,
    title: { en: 'More points than the leaf has', zh: '得分超过该指标满分' },
  },
  scores_incomplete: {
    status: 422,
    title: { en: 'Not every leaf is scored', zh: '尚有指标未评分' },
  },
  score_evidence_missing: {
    status: 422,
    title: { en: 'Nothing shows a score', zh: '尚有评分没有依据' },
  },
  survey_unfinished: {
    status: 422,
    title: { en: 'A survey that is named goes on', zh: '所引用的问卷调查尚未结束' },
  },
  residents_unheard: {
    status: 422,
    title: {
      en: 'What residents say is shown by nothing that they said',
      zh: '居民评议指标未以居民的问卷答复或会议意见为依据',
    },
  },
  own_scores: {
    status: 422,
    title: { en: 'Who scored does not confirm', zh: '评分人不得确认本人的评分' },
  },
  re_evaluation_unconfirmed: {
    status: 422,
    title: { en: 'The second look is not confirmed', zh: '复评结果尚未确认' },
  },
  // meetings and ratings
  meeting_ahead: {
    status: 422,
    title: { en: 'The meeting lies ahead', zh: '会议尚未到召开时间' },
  },
  nobody_attended: {
    status: 422,
    title: { en: 'Nobody attended', zh: '无人出席' },
  },
  minutes_missing: {
    status: 422,
    title: { en: 'The minutes are missing', zh: '缺少会议记录' },
  },
  not_concerned: {
    status: 422,
    title: { en: 'The purchase does not concern this body', zh: '该采购与本机构无关' },
  },
  stage_not_over: {
    status: 422,
    title: { en: 'The stage is not over', zh: '该阶段尚未结束' },
  },
  rated_already: {
    status: 409,
    title: { en: 'It was rated once', zh: '已评价过一次' },
  },
  appealed_already: {
    status: 422,
    title: { en: 'It was appealed against once', zh: '已申诉过一次' },
  },
} as const satisfies Record<string, ProblemSpec>;

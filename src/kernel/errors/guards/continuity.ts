import type { ProblemSpec } from '../codes.js';

/** What comes next: continuity plans, handovers, the end of service lines. */
export const CONTINUITY_PROBLEMS = {
  line_ends_by_decision: {
    status: 422,
    title: { en: 'A line ends by decision alone', zh: '服务线只能经决定终止' },
  },
  line_end_not_proposed: {
    status: 422,
    title: { en: 'Nobody has proposed to end the line', zh: '尚未提出终止该服务线' },
  },
  own_proposal: {
    status: 422,
    title: { en: 'Who proposes it does not decide on it', zh: '提出人不得审批本人提出的事项' },
  },
  residents_opinion_missing: {
    status: 422,
    title: { en: 'What the residents say is not on record', zh: '尚未记录居民意见' },
  },
  lines_without_plan: {
    status: 422,
    title: { en: 'It is not said what follows on every line', zh: '尚有服务线未列明接续安排' },
  },
  renewal_not_announced: {
    status: 422,
    title: { en: 'The documents announced no further term', zh: '采购文件未载明可续签的期限' },
  },
  renewal_beyond_term: {
    status: 422,
    title: { en: 'Renewed it would go beyond the announced term', zh: '续签后超出采购文件载明的期限' },
  },
  renewal_not_planned: {
    status: 422,
    title: { en: 'No agreed plan renews it so', zh: '已商定的接续方案未列明该续签' },
  },
  renewed_already: {
    status: 422,
    title: { en: 'It is renewed by another contract', zh: '该合同已有续签合同' },
  },
  grade_below_minimum: {
    status: 422,
    title: { en: 'Its grade is below what the documents ask for', zh: '绩效评估等级低于采购文件要求' },
  },
  renewal_window_departs: {
    status: 422,
    title: {
      en: 'It is renewed from the day after, for the same length',
      zh: '续签期限应自合同到期次日起，且与原合同期限相同',
    },
  },
  budget_not_assured: {
    status: 422,
    title: { en: 'No budget assures the renewal', zh: '续签尚无预算保障' },
  },
  contract_not_over: {
    status: 422,
    title: { en: 'The contract is not over yet', zh: '合同尚未到期，方案所列安排尚未开始' },
  },
  successor_missing: {
    status: 422,
    title: { en: 'No signed contract covers the line after the end', zh: '到期后尚无已签合同覆盖该服务线' },
  },
  handover_unacknowledged: {
    status: 422,
    title: { en: 'Recipients have not been taken over', zh: '尚有服务对象未被接收' },
  },
  lines_not_ended: {
    status: 422,
    title: { en: 'A line that was to end has not been ended', zh: '计划终止的服务线尚未终止' },
  },
  receiver_unfit: {
    status: 422,
    title: { en: 'The agreed plan passes them to another', zh: '接收方与已商定的接续方案不符' },
  },
  recipients_changed: {
    status: 422,
    title: { en: 'Who is served is not who was offered', zh: '服务对象与移交名单不一致' },
  },
  plan_open: {
    status: 422,
    title: { en: 'What follows the contract is still open', zh: '合同的接续安排尚未了结' },
  },
} as const satisfies Record<string, ProblemSpec>;

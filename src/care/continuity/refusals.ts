import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** What comes next: continuity plans, handovers, the end of service lines. */
export const CONTINUITY_REFUSALS = {
  own_proposal: refusal(422, 'Who proposes it does not decide on it', '提出人不得审批本人提出的事项'),
  residents_opinion_missing: refusal(422, 'What the residents say is not on record', '尚未记录居民意见'),
  lines_without_plan: refusal(422, 'It is not said what follows on every line', '尚有服务线未列明接续安排'),
  renewal_not_announced: refusal(422, 'The documents announced no further term', '采购文件未载明可续签的期限'),
  renewal_beyond_term: refusal(422, 'Renewed it would go beyond the announced term', '续签后超出采购文件载明的期限'),
  renewal_not_planned: refusal(422, 'No agreed plan renews it so', '已商定的接续方案未列明该续签'),
  renewed_already: refusal(422, 'It is renewed by another contract', '该合同已有续签合同'),
  grade_below_minimum: refusal(422, 'Its grade is below what the documents ask for', '绩效评估等级低于采购文件要求'),
  renewal_window_departs: refusal(
    422,
    'It is renewed from the day after, for the same length',
    '续签期限应自合同到期次日起，且与原合同期限相同',
  ),
  budget_not_assured: refusal(422, 'No budget assures the renewal', '续签尚无预算保障'),
  contract_not_over: refusal(422, 'The contract is not over yet', '合同尚未到期，方案所列安排尚未开始'),
  successor_missing: refusal(422, 'No signed contract covers the line after the end', '到期后尚无已签合同覆盖该服务线'),
  handover_unacknowledged: refusal(422, 'Recipients have not been taken over', '尚有服务对象未被接收'),
  lines_not_ended: refusal(422, 'A line that was to end has not been ended', '计划终止的服务线尚未终止'),
  receiver_unfit: refusal(422, 'The agreed plan passes them to another', '接收方与已商定的接续方案不符'),
  recipients_changed: refusal(422, 'Who is served is not who was offered', '服务对象与移交名单不一致'),
  plan_open: refusal(422, 'What follows the contract is still open', '合同的接续安排尚未了结'),
} as const satisfies Record<string, ProblemSpec>;

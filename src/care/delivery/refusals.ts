import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** What is done under a contract: recipients, records of service, milestones, reports and visits. */
export const DELIVERY_REFUSALS = {
  contract_not_running: refusal(422, 'The contract is not being carried out', '合同未在履行中'),
  record_in_future: refusal(422, 'The service lies ahead', '服务日期晚于今日'),
  record_outside_window: refusal(422, 'The day is not one of the contract', '服务日期不在合同履行期内'),
  content_unknown: refusal(422, 'The category knows no such content', '该服务类别没有此专业内容代码'),
  recipient_not_served: refusal(422, 'The recipient is not served under this contract', '该服务对象不属于本合同'),
  nobody_served: refusal(422, 'The record is of nobody', '服务记录未涉及任何人'),
  day_overfull: refusal(422, 'The records are longer than the day', '当日服务时长超过二十四小时'),
  token_used: refusal(409, 'Another record bears this token', '该令牌已用于另一条记录'),
  corrected_already: refusal(409, 'Another record stands in its place already', '该记录已被更正或撤回'),
  correction_empty: refusal(422, 'The correction changes nothing', '更正内容与原记录相同'),
  evidence_missing: refusal(422, 'Nothing on record shows what was reached', '缺少证明完成情况的材料或服务记录'),
  milestones_open: refusal(422, 'Milestones of the contract are not settled', '合同尚有未办结的阶段性目标'),
  no_period_open: refusal(422, 'No period that has begun is left to report on', '没有已开始且尚未报告的期间'),
  period_not_over: refusal(422, 'The period has not ended', '报告期尚未结束'),
  report_text_missing: refusal(422, 'The report says nothing in words', '报告缺少正文'),
  report_outdated: refusal(
    422,
    'Records of the period have changed since the report was filled',
    '报告生成后该期服务记录已变动',
  ),
  adjustment_open: refusal(422, 'Another adjustment of this period is on its way', '该期报告已有未办结的调整'),
  adjustment_empty: refusal(422, 'The adjustment changes nothing', '调整内容与原报告一致'),
  visit_ahead: refusal(422, 'The visit lies ahead', '走访日期尚未到来'),
  visitor_has_interest: refusal(422, 'Who visits has a seat in the agency', '走访人在承接主体任职'),
  not_who_visited: refusal(422, 'Another body has made the visit', '该走访由其他机构进行'),
  judge_has_interest: refusal(422, 'Who judges the work has a seat in the agency', '审核人在承接主体任职'),
} as const satisfies Record<string, ProblemSpec>;

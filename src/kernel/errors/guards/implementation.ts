import type { ProblemSpec } from '../codes.js';

/** What is done under a contract: recipients, records of service, milestones, reports and visits. */
export const IMPLEMENTATION_PROBLEMS = {
  contract_not_running: {
    status: 422,
    title: { en: 'The contract is not being carried out', zh: '合同未在履行中' },
  },
  record_in_future: {
    status: 422,
    title: { en: 'The service lies ahead', zh: '服务日期晚于今日' },
  },
  record_outside_window: {
    status: 422,
    title: { en: 'The day is not one of the contract', zh: '服务日期不在合同履行期内' },
  },
  content_unknown: {
    status: 422,
    title: { en: 'The category knows no such content', zh: '该服务类别没有此专业内容代码' },
  },
  recipient_not_served: {
    status: 422,
    title: { en: 'The recipient is not served under this contract', zh: '该服务对象不属于本合同' },
  },
  nobody_served: {
    status: 422,
    title: { en: 'The record is of nobody', zh: '服务记录未涉及任何人' },
  },
  day_overfull: {
    status: 422,
    title: { en: 'The records are longer than the day', zh: '当日服务时长超过二十四小时' },
  },
  token_used: {
    status: 409,
    title: { en: 'Another record bears this token', zh: '该令牌已用于另一条记录' },
  },
  corrected_already: {
    status: 409,
    title: { en: 'Another record stands in its place already', zh: '该记录已被更正或撤回' },
  },
  correction_empty: {
    status: 422,
    title: { en: 'The correction changes nothing', zh: '更正内容与原记录相同' },
  },
  evidence_missing: {
    status: 422,
    title: { en: 'Nothing on record shows what was reached', zh: '缺少证明完成情况的材料或服务记录' },
  },
  milestones_open: {
    status: 422,
    title: { en: 'Milestones of the contract are not settled', zh: '合同尚有未办结的阶段性目标' },
  },
  no_period_open: {
    status: 422,
    title: { en: 'No period that has begun is left to report on', zh: '没有已开始且尚未报告的期间' },
  },
  period_not_over: {
    status: 422,
    title: { en: 'The period has not ended', zh: '报告期尚未结束' },
  },
  report_text_missing: {
    status: 422,
    title: { en: 'The report says nothing in words', zh: '报告缺少正文' },
  },
  report_outdated: {
    status: 422,
    title: { en: 'Records of the period have changed since the report was filled', zh: '报告生成后该期服务记录已变动' },
  },
  adjustment_open: {
    status: 422,
    title: { en: 'Another adjustment of this period is on its way', zh: '该期报告已有未办结的调整' },
  },
  adjustment_empty: {
    status: 422,
    title: { en: 'The adjustment changes nothing', zh: '调整内容与原报告一致' },
  },
  visit_ahead: {
    status: 422,
    title: { en: 'The visit lies ahead', zh: '走访日期尚未到来' },
  },
  visitor_has_interest: {
    status: 422,
    title: { en: 'Who visits has a seat in the agency', zh: '走访人在承接主体任职' },
  },
  not_who_visited: {
    status: 422,
    title: { en: 'Another body has made the visit', zh: '该走访由其他机构进行' },
  },
  judge_has_interest: {
    status: 422,
    title: { en: 'Who judges the work has a seat in the agency', zh: '审核人在承接主体任职' },
  },
} as const satisfies Record<string, ProblemSpec>;

import type { ProblemSpec } from '../codes.js';

/** Rounds of acceptance of a contract. */
export const ACCEPTANCE_PROBLEMS = {
  acceptance_open: {
    status: 422,
    title: { en: 'Another round of acceptance is under way', zh: '该合同有尚未办结的验收' },
  },
  nothing_was_delivered: {
    status: 422,
    title: { en: 'Nothing of the contract is on record as delivered', zh: '没有该合同已履行部分的记录' },
  },
  standards_unticked: {
    status: 422,
    title: { en: 'Not every standard of the contract is ticked', zh: '合同约定的标准尚未逐项验收' },
  },
  measured_below_target: {
    status: 422,
    title: {
      en: 'A standard is ticked as met with less than agreed, and nobody says why',
      zh: '完成数低于约定目标而认定达标，未说明理由',
    },
  },
  recipients_absent: {
    status: 422,
    title: {
      en: 'No recipient of the public service has given an opinion',
      zh: '公共服务项目验收没有服务对象出具意见',
    },
  },
  opinions_running: {
    status: 422,
    title: { en: 'The recipients still have time to give their opinions', zh: '征求服务对象意见尚未截止' },
  },
  acts_with_interest: {
    status: 422,
    title: { en: 'Whoever acts or signs has a seat in the supplier', zh: '经办人或者成员在供应商处任职，应当回避' },
  },
  members_unsigned: {
    status: 422,
    title: { en: 'Not every member of the acceptance has signed', zh: '验收方成员尚未全部签字' },
  },
  result_not_possible: {
    status: 422,
    title: { en: 'A contract that has ended is not mended', zh: '合同已经终止，不能作出限期整改的结论' },
  },
  own_preparation: {
    status: 422,
    title: { en: 'Who prepared the acceptance does not conclude it', zh: '验收经办人不得自行作出验收结论' },
  },
  result_contradicts_items: {
    status: 422,
    title: { en: 'The result contradicts what was found of the standards', zh: '验收结论与逐项验收结果不一致' },
  },
  acceptance_unpublished: {
    status: 422,
    title: { en: 'The acceptance of a public service has not been published', zh: '公共服务项目的验收结果尚未公告' },
  },
  something_was_delivered: {
    status: 422,
    title: {
      en: 'Something was delivered: an acceptance says what becomes of it',
      zh: '合同已有部分履行，须经验收处理',
    },
  },
  new_due_date_missing: {
    status: 422,
    title: { en: 'What is to be mended needs a day to come', zh: '整改须有尚未到来的完成期限' },
  },
} as const satisfies Record<string, ProblemSpec>;

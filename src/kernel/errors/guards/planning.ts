import type { ProblemSpec } from '../codes.js';

/** Needs, programmes and drafts. */
export const PLANNING_PROBLEMS = {
  // need
  need_evidence_missing: {
    status: 422,
    title: { en: 'Nothing shows the need yet', zh: '尚无依据证明该需求' },
  },
  need_headcount_missing: {
    status: 422,
    title: { en: 'It is not said how many residents need it', zh: '尚未说明涉及多少居民' },
  },
  need_line_missing: {
    status: 422,
    title: { en: 'The need belongs to no service line', zh: '该需求未归入服务线' },
  },
  // programme
  author_approves: {
    status: 422,
    title: { en: 'Who wrote it does not approve it', zh: '编制人不得审批本人编制的内容' },
  },
  budget_line_missing: {
    status: 422,
    title: { en: 'The programme has no budget line', zh: '该计划没有预算明细' },
  },
  tenders_unfinished: {
    status: 422,
    title: { en: 'Tenders of the programme have not come to an end', zh: '该计划下仍有未完结的采购项目' },
  },
  // tender
  conducted_elsewhere: {
    status: 422,
    title: { en: 'The purchase is conducted elsewhere; its facts are recorded', zh: '该采购在外部执行，只能录入事实' },
  },
  method_not_conducted: {
    status: 422,
    title: { en: 'This method is not conducted here', zh: '本系统不执行该采购方式' },
  },
  buyer_not_eligible: {
    status: 422,
    title: { en: 'This body may not be a buyer of services', zh: '该机构不得作为购买主体' },
  },
  lots_incomplete: {
    status: 422,
    title: { en: 'The lots do not say what they must', zh: '采购包信息不完整' },
  },
  window_missing: {
    status: 422,
    title: { en: 'The service has no first and last day', zh: '未填写服务起止日期' },
  },
  service_lines_missing: {
    status: 422,
    title: { en: 'The tender serves no service line', zh: '采购项目未关联服务线' },
  },
  criteria_incomplete: {
    status: 422,
    title: { en: 'The criteria do not add up to 100 points', zh: '评分标准合计不是 100 分' },
  },
  criterion_forbidden: {
    status: 422,
    title: { en: 'A criterion is forbidden by law', zh: '评分标准含有法律禁止的内容' },
  },
  criterion_unquantified: {
    status: 422,
    title: { en: 'A criterion does not say how its points follow', zh: '评审因素未量化' },
  },
  bid_bond_too_high: {
    status: 422,
    title: { en: 'The bid bond is above two percent', zh: '投标保证金超过 2%' },
  },
  terms_uncontractable: {
    status: 422,
    title: { en: 'No lawful contract could say what the documents say', zh: '采购文件所定条款不得订入合同' },
  },
  budget_below_ceilings: {
    status: 422,
    title: { en: 'The budget is below what its lots may come to', zh: '预算金额低于各包最高限价之和' },
  },
  opinion_missing: {
    status: 422,
    title: { en: 'The opinions of the public are not recorded', zh: '未征求社会公众意见' },
  },
  risk_unexplained: {
    status: 422,
    title: { en: 'A finding of the preview has no reason yet', zh: '尚有预警未说明理由' },
  },
  insufficient_data: {
    status: 422,
    title: { en: 'A fact that decides this is not on record', zh: '缺少作出判断所需的数据' },
  },
  method_approval_missing: {
    status: 422,
    title: { en: 'The method needs an approval', zh: '采用该采购方式须经批准' },
  },
  method_approval_needless: {
    status: 422,
    title: { en: 'The method needs no approval', zh: '该采购方式无须批准' },
  },
  method_approval_pending: {
    status: 422,
    title: { en: 'The approval has been asked for', zh: '已提出采购方式审批申请' },
  },
  method_approval_refused: {
    status: 422,
    title: { en: 'The approval was refused; revise or cancel', zh: '审批未获同意，请修改或取消' },
  },
  method_approval_not_asked: {
    status: 422,
    title: { en: 'No approval is asked for', zh: '没有待审批的申请' },
  },
  authority_level_too_low: {
    status: 422,
    title: { en: 'A finance department of a city or above decides', zh: '应由设区的市级以上财政部门批准' },
  },
  programme_not_approved: {
    status: 422,
    title: { en: 'The programme is not approved', zh: '年度购买计划尚未批准' },
  },
  intent_unexplained: {
    status: 422,
    title: { en: 'The intent was not published 30 days before; say why', zh: '未提前 30 日公开采购意向，请说明原因' },
  },
  price_weight_unlawful: {
    status: 422,
    title: { en: 'The share of the price is not lawful', zh: '价格分值不符合规定' },
  },
  preparation_too_short: {
    status: 422,
    title: { en: 'The time to prepare is shorter than the law allows', zh: '编制时间短于法定期限' },
  },
  documents_too_short: {
    status: 422,
    title: { en: 'The documents are given out for too short a time', zh: '采购文件提供期限短于法定期限' },
  },
  notice_too_short: {
    status: 422,
    title: { en: 'The notice stands for too short a time', zh: '公告期限短于法定期限' },
  },
  deadline_not_working_day: {
    status: 422,
    title: { en: 'The deadline is no working day', zh: '截止日不是工作日' },
  },
  cancel_ground_missing: {
    status: 422,
    title: {
      en: 'After the issue a purchase is cancelled on a legal ground only',
      zh: '发出采购文件后只能依法定事由取消',
    },
  },
  fail_ground_missing: {
    status: 422,
    title: { en: 'A purchase fails on a legal ground only', zh: '废标须有法定事由' },
  },
  end_ground_unproven: {
    status: 422,
    title: {
      en: 'Neither the record nor a paper that is named bears out this ground',
      zh: '该事由既无记录证明，也未指明认定文书',
    },
  },
  ending_not_proposed: {
    status: 422,
    title: {
      en: 'This is decided only as somebody else has proposed it',
      zh: '须由经办人先提出，且仅能按所提事由决定',
    },
  },
  witness_has_interest: {
    status: 422,
    title: { en: 'This person may not witness the opening', zh: '该人员不得作为开标见证人' },
  },
  correction_changes_object: {
    status: 422,
    title: { en: 'A correction does not change what is bought', zh: '更正不得改变采购标的' },
  },
  correction_changes_qualification: {
    status: 422,
    title: { en: 'A correction does not change the qualifications', zh: '更正不得改变资格条件' },
  },
  deadline_moved_forward: {
    status: 422,
    title: { en: 'A deadline does not move to an earlier time', zh: '截止时间不得提前' },
  },
  clarification_too_late: {
    status: 422,
    title: { en: 'Too little time is left after the change', zh: '澄清或修改后剩余时间不足' },
  },
  use_by_needs_extension: {
    status: 422,
    title: { en: 'Money is used longer by an extension alone', zh: '延长资金使用期限须经财政部门批准延期' },
  },
  extension_pending: {
    status: 422,
    title: { en: 'A later day has been asked for already', zh: '已提出使用期限延长申请，尚未答复' },
  },
  extension_outdated: {
    status: 422,
    title: { en: 'The line’s day has been changed since it was asked for', zh: '申请后该预算项目的使用期限已变更' },
  },
} as const satisfies Record<string, ProblemSpec>;

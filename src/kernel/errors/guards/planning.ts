import { refusal, type ProblemSpec } from '../refusal.js';

/** Needs, programmes and drafts. */
export const PLANNING_PROBLEMS = {
  // need
  need_evidence_missing: refusal(422, 'Nothing shows the need yet', '尚无依据证明该需求'),
  need_headcount_missing: refusal(422, 'It is not said how many residents need it', '尚未说明涉及多少居民'),
  need_line_missing: refusal(422, 'The need belongs to no service line', '该需求未归入服务线'),
  // programme
  author_approves: refusal(422, 'Who wrote it does not approve it', '编制人不得审批本人编制的内容'),
  budget_line_missing: refusal(422, 'The programme has no budget line', '该计划没有预算明细'),
  tenders_unfinished: refusal(422, 'Tenders of the programme have not come to an end', '该计划下仍有未完结的采购项目'),
  // tender
  conducted_elsewhere: refusal(
    422,
    'The purchase is conducted elsewhere; its facts are recorded',
    '该采购在外部执行，只能录入事实',
  ),
  method_not_conducted: refusal(422, 'This method is not conducted here', '本系统不执行该采购方式'),
  buyer_not_eligible: refusal(422, 'This body may not be a buyer of services', '该机构不得作为购买主体'),
  lots_incomplete: refusal(422, 'The lots do not say what they must', '采购包信息不完整'),
  window_missing: refusal(422, 'The service has no first and last day', '未填写服务起止日期'),
  service_lines_missing: refusal(422, 'The tender serves no service line', '采购项目未关联服务线'),
  criteria_incomplete: refusal(422, 'The criteria do not add up to 100 points', '评分标准合计不是 100 分'),
  criterion_forbidden: refusal(422, 'A criterion is forbidden by law', '评分标准含有法律禁止的内容'),
  criterion_unquantified: refusal(422, 'A criterion does not say how its points follow', '评审因素未量化'),
  bid_bond_too_high: refusal(422, 'The bid bond is above two percent', '投标保证金超过 2%'),
  terms_uncontractable: refusal(
    422,
    'No lawful contract could say what the documents say',
    '采购文件所定条款不得订入合同',
  ),
  budget_below_ceilings: refusal(422, 'The budget is below what its lots may come to', '预算金额低于各包最高限价之和'),
  opinion_missing: refusal(422, 'The opinions of the public are not recorded', '未征求社会公众意见'),
  risk_unexplained: refusal(422, 'A finding of the preview has no reason yet', '尚有预警未说明理由'),
  insufficient_data: refusal(422, 'A fact that decides this is not on record', '缺少作出判断所需的数据'),
  method_approval_missing: refusal(422, 'The method needs an approval', '采用该采购方式须经批准'),
  method_approval_needless: refusal(422, 'The method needs no approval', '该采购方式无须批准'),
  method_approval_pending: refusal(422, 'The approval has been asked for', '已提出采购方式审批申请'),
  method_approval_refused: refusal(422, 'The approval was refused; revise or cancel', '审批未获同意，请修改或取消'),
  method_approval_not_asked: refusal(422, 'No approval is asked for', '没有待审批的申请'),
  authority_level_too_low: refusal(
    422,
    'A finance department of a city or above decides',
    '应由设区的市级以上财政部门批准',
  ),
  programme_not_approved: refusal(422, 'The programme is not approved', '年度购买计划尚未批准'),
  intent_unexplained: refusal(
    422,
    'The intent was not published 30 days before; say why',
    '未提前 30 日公开采购意向，请说明原因',
  ),
  price_weight_unlawful: refusal(422, 'The share of the price is not lawful', '价格分值不符合规定'),
  preparation_too_short: refusal(422, 'The time to prepare is shorter than the law allows', '编制时间短于法定期限'),
  documents_too_short: refusal(422, 'The documents are given out for too short a time', '采购文件提供期限短于法定期限'),
  notice_too_short: refusal(422, 'The notice stands for too short a time', '公告期限短于法定期限'),
  deadline_not_working_day: refusal(422, 'The deadline is no working day', '截止日不是工作日'),
  cancel_ground_missing: refusal(
    422,
    'After the issue a purchase is cancelled on a legal ground only',
    '发出采购文件后只能依法定事由取消',
  ),
  fail_ground_missing: refusal(422, 'A purchase fails on a legal ground only', '废标须有法定事由'),
  end_ground_unproven: refusal(
    422,
    'Neither the record nor a paper that is named bears out this ground',
    '该事由既无记录证明，也未指明认定文书',
  ),
  ending_not_proposed: refusal(
    422,
    'This is decided only as somebody else has proposed it',
    '须由经办人先提出，且仅能按所提事由决定',
  ),
  witness_has_interest: refusal(422, 'This person may not witness the opening', '该人员不得作为开标见证人'),
  correction_changes_object: refusal(422, 'A correction does not change what is bought', '更正不得改变采购标的'),
  correction_changes_qualification: refusal(
    422,
    'A correction does not change the qualifications',
    '更正不得改变资格条件',
  ),
  deadline_moved_forward: refusal(422, 'A deadline does not move to an earlier time', '截止时间不得提前'),
  clarification_too_late: refusal(422, 'Too little time is left after the change', '澄清或修改后剩余时间不足'),
  use_by_needs_extension: refusal(
    422,
    'Money is used longer by an extension alone',
    '延长资金使用期限须经财政部门批准延期',
  ),
  extension_pending: refusal(422, 'A later day has been asked for already', '已提出使用期限延长申请，尚未答复'),
  extension_outdated: refusal(
    422,
    'The line’s day has been changed since it was asked for',
    '申请后该预算项目的使用期限已变更',
  ),
} as const satisfies Record<string, ProblemSpec>;

import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Rounds of acceptance of a contract. */
export const ACCEPTANCE_REFUSALS = {
  acceptance_open: refusal(422, 'Another round of acceptance is under way', '该合同有尚未办结的验收'),
  nothing_was_delivered: refusal(
    422,
    'Nothing of the contract is on record as delivered',
    '没有该合同已履行部分的记录',
  ),
  standards_unticked: refusal(422, 'Not every standard of the contract is ticked', '合同约定的标准尚未逐项验收'),
  measured_below_target: refusal(
    422,
    'A standard is ticked as met with less than agreed, and nobody says why',
    '完成数低于约定目标而认定达标，未说明理由',
  ),
  recipients_absent: refusal(
    422,
    'No recipient of the public service has given an opinion',
    '公共服务项目验收没有服务对象出具意见',
  ),
  opinions_running: refusal(422, 'The recipients still have time to give their opinions', '征求服务对象意见尚未截止'),
  acts_with_interest: refusal(
    422,
    'Whoever acts or signs has a seat in the supplier',
    '经办人或者成员在供应商处任职，应当回避',
  ),
  members_unsigned: refusal(422, 'Not every member of the acceptance has signed', '验收方成员尚未全部签字'),
  result_not_possible: refusal(422, 'A contract that has ended is not mended', '合同已经终止，不能作出限期整改的结论'),
  own_preparation: refusal(422, 'Who prepared the acceptance does not conclude it', '验收经办人不得自行作出验收结论'),
  result_contradicts_items: refusal(
    422,
    'The result contradicts what was found of the standards',
    '验收结论与逐项验收结果不一致',
  ),
  acceptance_unpublished: refusal(
    422,
    'The acceptance of a public service has not been published',
    '公共服务项目的验收结果尚未公告',
  ),
  something_was_delivered: refusal(
    422,
    'Something was delivered: an acceptance says what becomes of it',
    '合同已有部分履行，须经验收处理',
  ),
  new_due_date_missing: refusal(422, 'What is to be mended needs a day to come', '整改须有尚未到来的完成期限'),
} as const satisfies Record<string, ProblemSpec>;

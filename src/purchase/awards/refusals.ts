import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Challenges, complaints and what they halt. */
export const AWARDS_REFUSALS = {
  challenge_open: refusal(422, 'A challenge that may change the result is open', '可能影响采购结果的质疑尚未答复'),
  remedy_unapplied: refusal(
    422,
    'What follows from an upheld challenge or complaint is not recorded',
    '质疑或投诉成立后的处理尚未落实',
  ),
  challenge_in_scope: refusal(
    422,
    'The challenge is in time and in scope; it is answered',
    '质疑符合受理条件，应当答复',
  ),
  remedy_not_owed: refusal(422, 'Nothing follows from it, or it has been recorded', '无须采取处理措施，或已记录'),
  complaint_without_challenge: refusal(
    422,
    'The complaint does not follow a challenge of its own',
    '投诉未经本单位依法质疑',
  ),
  complaint_beyond_challenge: refusal(422, 'The complaint goes beyond the challenge', '投诉事项超出质疑事项范围'),
  complaint_decided_already: refusal(
    422,
    'A complaint about this challenge was accepted or decided',
    '该质疑事项的投诉已受理或者已作出处理决定',
  ),
  correction_open: refusal(422, 'The complaint has not been corrected yet', '投诉书尚未补正'),
  refusal_ground_missing: refusal(422, 'A complaint is refused on a ground of the list only', '不予受理须有规定事由'),
  appraisal_running: refusal(422, 'An appraisal is under way', '检验、检测、鉴定或专家评审尚在进行'),
  appraisal_not_running: refusal(422, 'No appraisal is under way', '没有进行中的检验、检测、鉴定或专家评审'),
  effect_not_lawful: refusal(422, 'The law does not give this effect at this point', '该处理结果与采购所处阶段不符'),
  suspension_groundless: refusal(
    422,
    'A purchase is suspended while an accepted complaint about it is dealt with',
    '只有在处理已受理的投诉期间方可暂停采购活动',
  ),
  suspension_running: refusal(422, 'The time for which it was suspended is not over', '法定的暂停期限尚未届满'),
  purchase_suspended: refusal(422, 'The purchase is suspended', '采购活动已暂停'),
  rereview_ground_missing: refusal(
    422,
    'A review is repeated on a ground of the closed list only',
    '组织重新评审须有法定情形',
  ),
  panel_result_stands: refusal(
    422,
    'Nothing that the law names makes the result of the panel void',
    '没有导致评标结果无效的法定情形',
  ),
  not_an_open_tender: refusal(
    422,
    'Only in a tender another panel takes the place of the first',
    '仅招标采购可以重新组建评标委员会',
  ),
  contract_stands: refusal(422, 'The contract of the lot has not been rescinded', '该包的合同尚未撤销'),
  bids_sealed_for_good: refusal(
    422,
    'The bids of the lot were never opened and stay sealed',
    '该包的投标（响应）文件未开启，永久密封',
  ),
  lot_not_failed: refusal(
    422,
    'Only a lot that failed goes into a new round, and only once',
    '只有废标且尚未重新采购的包可以进入下一轮',
  ),
} as const satisfies Record<string, ProblemSpec>;

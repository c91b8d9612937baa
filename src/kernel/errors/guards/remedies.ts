import type { ProblemSpec } from '../codes.js';

/** Challenges, complaints and what they halt. */
export const REMEDY_PROBLEMS = {
  challenge_open: {
    status: 422,
    title: { en: 'A challenge that may change the result is open', zh: '可能影响采购结果的质疑尚未答复' },
  },
  remedy_unapplied: {
    status: 422,
    title: {
      en: 'What follows from an upheld challenge or complaint is not recorded',
      zh: '质疑或投诉成立后的处理尚未落实',
    },
  },
  challenge_in_scope: {
    status: 422,
    title: { en: 'The challenge is in time and in scope; it is answered', zh: '质疑符合受理条件，应当答复' },
  },
  remedy_not_owed: {
    status: 422,
    title: { en: 'Nothing follows from it, or it has been recorded', zh: '无须采取处理措施，或已记录' },
  },
  complaint_without_challenge: {
    status: 422,
    title: { en: 'The complaint does not follow a challenge of its own', zh: '投诉未经本单位依法质疑' },
  },
  complaint_beyond_challenge: {
    status: 422,
    title: { en: 'The complaint goes beyond the challenge', zh: '投诉事项超出质疑事项范围' },
  },
  complaint_decided_already: {
    status: 422,
    title: {
      en: 'A complaint about this challenge was accepted or decided',
      zh: '该质疑事项的投诉已受理或者已作出处理决定',
    },
  },
  correction_open: {
    status: 422,
    title: { en: 'The complaint has not been corrected yet', zh: '投诉书尚未补正' },
  },
  refusal_ground_missing: {
    status: 422,
    title: { en: 'A complaint is refused on a ground of the list only', zh: '不予受理须有规定事由' },
  },
  appraisal_running: {
    status: 422,
    title: { en: 'An appraisal is under way', zh: '检验、检测、鉴定或专家评审尚在进行' },
  },
  appraisal_not_running: {
    status: 422,
    title: { en: 'No appraisal is under way', zh: '没有进行中的检验、检测、鉴定或专家评审' },
  },
  effect_not_lawful: {
    status: 422,
    title: { en: 'The law does not give this effect at this point', zh: '该处理结果与采购所处阶段不符' },
  },
  suspension_groundless: {
    status: 422,
    title: {
      en: 'A purchase is suspended while an accepted complaint about it is dealt with',
      zh: '只有在处理已受理的投诉期间方可暂停采购活动',
    },
  },
  suspension_running: {
    status: 422,
    title: { en: 'The time for which it was suspended is not over', zh: '法定的暂停期限尚未届满' },
  },
  purchase_suspended: {
    status: 422,
    title: { en: 'The purchase is suspended', zh: '采购活动已暂停' },
  },
  rereview_ground_missing: {
    status: 422,
    title: { en: 'A review is repeated on a ground of the closed list only', zh: '组织重新评审须有法定情形' },
  },
  panel_result_stands: {
    status: 422,
    title: {
      en: 'Nothing that the law names makes the result of the panel void',
      zh: '没有导致评标结果无效的法定情形',
    },
  },
  not_an_open_tender: {
    status: 422,
    title: {
      en: 'Only in a tender another panel takes the place of the first',
      zh: '仅招标采购可以重新组建评标委员会',
    },
  },
  contract_stands: {
    status: 422,
    title: { en: 'The contract of the lot has not been rescinded', zh: '该包的合同尚未撤销' },
  },
  bids_sealed_for_good: {
    status: 422,
    title: {
      en: 'The bids of the lot were never opened and stay sealed',
      zh: '该包的投标（响应）文件未开启，永久密封',
    },
  },
  lot_not_failed: {
    status: 422,
    title: {
      en: 'Only a lot that failed goes into a new round, and only once',
      zh: '只有废标且尚未重新采购的包可以进入下一轮',
    },
  },
} as const satisfies Record<string, ProblemSpec>;

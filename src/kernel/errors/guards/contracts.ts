import type { ProblemSpec } from '../codes.js';

/** Contracts that go on here with actions. */
export const CONTRACT_PROBLEMS = {
  award_not_active: {
    status: 422,
    title: { en: 'The award does not stand', zh: '中标（成交）结果已不成立' },
  },
  standstill_running: {
    status: 422,
    title: { en: 'The standstill that the buyer announced has not ended', zh: '采购人公布的静默期尚未届满' },
  },
  award_stands: {
    status: 422,
    title: { en: 'The award stands; its contract is signed', zh: '中标（成交）结果有效，应当签订合同' },
  },
  content_incomplete: {
    status: 422,
    title: { en: 'The contract does not say what it must', zh: '合同内容不完整' },
  },
  content_agreed: {
    status: 422,
    title: { en: 'Both parties have signed this content; it is amended', zh: '双方已签署该内容，只能变更合同' },
  },
  content_unconfirmed: {
    status: 422,
    title: { en: 'Both parties have to confirm the content first', zh: '合同内容尚未经双方确认' },
  },
  other_content_signed: {
    status: 422,
    title: { en: 'The hash is that of another content', zh: '所签内容的哈希值与现行内容不一致' },
  },
  signed_already: {
    status: 422,
    title: { en: 'This side has signed already', zh: '本方已签署' },
  },
  signature_absent: {
    status: 422,
    title: { en: 'This side has not signed', zh: '本方尚未签署' },
  },
  signer_has_interest: {
    status: 422,
    title: { en: 'Who signs has a seat on the other side', zh: '签署人在合同对方任职' },
  },
  credit_code_missing: {
    status: 422,
    title: { en: 'A party has no credit code', zh: '合同一方缺少统一社会信用代码' },
  },
  contract_departs: {
    status: 422,
    title: { en: 'The contract departs from the documents or the offer', zh: '合同背离采购文件或响应文件' },
  },
  performance_bond_too_high: {
    status: 422,
    title: { en: 'The performance bond is above ten percent', zh: '履约保证金超过合同金额的 10%' },
  },
  term_too_long: {
    status: 422,
    title: { en: 'The term is longer than three years', zh: '合同履行期限超过三年' },
  },
  term_conditions_missing: {
    status: 422,
    title: { en: 'A term of more than a year lacks its conditions', zh: '合同期限超过一年，未满足法定条件' },
  },
  individual_not_suitable: {
    status: 422,
    title: { en: 'It is not said why an individual suits the service', zh: '未说明该服务适宜由个人承接的理由' },
  },
  take_over_incomplete: {
    status: 422,
    title: { en: 'What is on record does not suffice to go on here', zh: '已录入的事实不足以在本系统继续履行' },
  },
  start_too_early: {
    status: 422,
    title: { en: 'The first day of the contract has not come', zh: '合同约定的开始日期尚未到来' },
  },
  published_already: {
    status: 422,
    title: { en: 'It has been published', zh: '已公告' },
  },
  filed_already: {
    status: 422,
    title: { en: 'The contract has been filed', zh: '合同副本已备案' },
  },
  amendment_unknown: {
    status: 422,
    title: { en: 'The contract has no such amendment under way', zh: '该合同没有此项待签变更' },
  },
  amendment_empty: {
    status: 422,
    title: { en: 'The amendment changes nothing', zh: '变更内容与现行合同一致' },
  },
  amendment_outdated: {
    status: 422,
    title: { en: 'What it changes has been changed since', zh: '拟变更的条款已被其他变更修改' },
  },
  amendment_not_agreed: {
    status: 422,
    title: { en: 'Both parties have not signed the amendment', zh: '变更尚未经双方签署' },
  },
  supplement_too_high: {
    status: 422,
    title: { en: 'The supplements together are above ten percent', zh: '补充合同金额合计超过原合同金额的 10%' },
  },
  supplement_changes_terms: {
    status: 422,
    title: { en: 'A supplement adds quantities and changes no other clause', zh: '补充合同不得改变合同其他条款' },
  },
  team_change_pending: {
    status: 422,
    title: { en: 'A change of the team has been asked for', zh: '已提出团队变更申请' },
  },
  team_change_not_asked: {
    status: 422,
    title: { en: 'No change of the team is asked for', zh: '没有待同意的团队变更申请' },
  },
  subcontract_pending: {
    status: 422,
    title: { en: 'A subcontract has been asked for', zh: '已提出分包申请' },
  },
  subcontract_not_asked: {
    status: 422,
    title: { en: 'No subcontract is asked for', zh: '没有待同意的分包申请' },
  },
  subcontract_of_the_whole: {
    status: 422,
    title: { en: 'The whole contract is not passed on', zh: '不得将合同全部转包或分包' },
  },
  halt_ground_missing: {
    status: 422,
    title: { en: 'A contract is halted on a ground of the list only', zh: '中止履行须有规定事由' },
  },
  halt_ground_unproven: {
    status: 422,
    title: {
      en: 'No open challenge or complaint about this purchase is on record or named',
      zh: '没有与该采购有关的未办结质疑或投诉记录，也未指明其文号',
    },
  },
  ground_not_lawful: {
    status: 422,
    title: { en: 'The law does not know this ground', zh: '不属于法定或约定事由' },
  },
  remedy_not_decided: {
    status: 422,
    title: { en: 'No decision or judgment is named', zh: '未指明处理决定或裁判文书' },
  },
  performed_already: {
    status: 422,
    title: { en: 'The contract has been performed; it is not rescinded', zh: '合同已经履行，不能撤销' },
  },
} as const satisfies Record<string, ProblemSpec>;

import type { ProblemSpec } from '../codes.js';

/** Panels, scores, reports and awards. */
export const REVIEW_PROBLEMS = {
  // panel
  member_is_bidder: {
    status: 422,
    title: { en: 'The person belongs to a bidder', zh: '该人员属于投标（响应）供应商' },
  },
  member_twice: {
    status: 422,
    title: { en: 'The person sits in the panel already', zh: '该人员已是评审小组成员' },
  },
  member_of_agent: {
    status: 422,
    title: { en: 'People of the agent do not review its purchases', zh: '代理机构人员不得参加本机构代理项目的评审' },
  },
  expert_of_buyer: {
    status: 422,
    title: {
      en: 'People of the buyer are no experts of its own purchase',
      zh: '采购人不得以专家身份参加本单位项目的评审',
    },
  },
  member_barred: {
    status: 422,
    title: {
      en: 'Who broke the rules in a review does not sit in the next one',
      zh: '有违法违规行为的原评审成员不得参加重新组建的评审小组',
    },
  },
  replacement_ground_missing: {
    status: 422,
    title: { en: 'A member is replaced on a ground of the list only', zh: '更换评审成员须有规定的事由' },
  },
  panel_unlawful: {
    status: 422,
    title: { en: 'The panel is not composed as the law asks', zh: '评审小组组成不合法' },
  },
  // ties
  bidders_unknown: {
    status: 422,
    title: { en: 'The bidders are not known before the opening', zh: '开启前尚不知晓投标（响应）供应商' },
  },
  declaration_incomplete: {
    status: 422,
    title: { en: 'The declaration does not speak of every bidder', zh: '声明未覆盖全部供应商' },
  },
  declarations_open: {
    status: 422,
    title: { en: 'A member has not declared yet', zh: '尚有成员未作回避声明' },
  },
  member_tied: {
    status: 422,
    title: { en: 'A member is tied to a bidder and must be replaced', zh: '成员与供应商有利害关系，应予更换' },
  },
  // checks
  not_the_qualifier: {
    status: 422,
    title: { en: 'Another checks the qualifications in this method', zh: '该采购方式由其他主体进行资格审查' },
  },
  qualification_done: {
    status: 422,
    title: { en: 'The qualifications have been checked', zh: '资格审查已完成' },
  },
  qualification_open: {
    status: 422,
    title: { en: 'The qualifications have not been checked', zh: '尚未进行资格审查' },
  },
  conformity_done: {
    status: 422,
    title: { en: 'The conformity has been checked', zh: '符合性审查已完成' },
  },
  conformity_open: {
    status: 422,
    title: { en: 'The conformity has not been checked', zh: '尚未进行符合性审查' },
  },
  offer_above_ceiling: {
    status: 422,
    title: { en: 'An offer without a price or above the ceiling is invalid', zh: '无有效报价或超过最高限价的应为无效' },
  },
  offers_too_few: {
    status: 422,
    title: { en: 'Fewer offers are left than the law asks for', zh: '有效投标（响应）不足法定家数' },
  },
  consultation_unfinished: {
    status: 422,
    title: { en: 'The final offers are not in', zh: '尚未提交最后报价' },
  },
  // consultation
  not_a_consultation: {
    status: 422,
    title: { en: 'Only a consultation has talks', zh: '只有竞争性磋商有磋商环节' },
  },
  requirement_proposed: {
    status: 422,
    title: { en: 'A change of the requirement waits for the buyer', zh: '已有待采购人确认的需求变动' },
  },
  requirement_not_proposed: {
    status: 422,
    title: { en: 'No change of the requirement is proposed', zh: '没有待确认的需求变动' },
  },
  requirement_unconfirmed: {
    status: 422,
    title: { en: 'A change of the requirement has not been decided', zh: '需求变动尚未确认' },
  },
  not_in_consultation: {
    status: 422,
    title: { en: 'This bid takes no part in the consultation any more', zh: '该供应商已不在磋商之中' },
  },
  response_not_asked: {
    status: 422,
    title: { en: 'No new response is asked for', zh: '没有需要重新提交的响应文件' },
  },
  responses_running: {
    status: 422,
    title: { en: 'Suppliers may still answer the changed requirement', zh: '重新提交响应文件的期限尚未届满' },
  },
  final_deadline_past: {
    status: 422,
    title: { en: 'The deadline of the final offers must lie ahead', zh: '最后报价的截止时间应晚于当前时间' },
  },
  answer_time_too_short: {
    status: 422,
    title: { en: 'The suppliers have too little time to answer', zh: '留给供应商的时间不足' },
  },
  final_offer_made: {
    status: 422,
    title: { en: 'The final offer has been made', zh: '已提交最后报价' },
  },
  // low prices
  explanation_needless: {
    status: 422,
    title: { en: 'Nothing lets the panel ask about this price', zh: '该报价无须说明' },
  },
  explanation_too_soon: {
    status: 422,
    title: { en: 'The time to explain is too short', zh: '说明时间不足' },
  },
  explanation_not_asked: {
    status: 422,
    title: { en: 'No explanation is asked for', zh: '没有待处理的报价说明' },
  },
  explanation_running: {
    status: 422,
    title: { en: 'The time to explain is still running', zh: '说明期限尚未届满' },
  },
  explanation_late: {
    status: 422,
    title: { en: 'The time to explain is over', zh: '说明期限已届满' },
  },
  explanation_weighed: {
    status: 422,
    title: { en: 'The panel is judging this explanation', zh: '评审小组已开始认定该说明' },
  },
  explanations_open: {
    status: 422,
    title: { en: 'A low price has not been explained and settled', zh: '异常低价尚未说明并认定' },
  },
  // scores
  sheet_incomplete: {
    status: 422,
    title: { en: 'The sheet does not score everything', zh: '评分表不完整' },
  },
  correction_not_lawful: {
    status: 422,
    title: { en: 'After the reveal nothing but the four corrections', zh: '评审结果汇总后只能依法修改' },
  },
  sheets_open: {
    status: 422,
    title: { en: 'Not every sheet is locked', zh: '尚有评分表未锁定' },
  },
  member_signed: {
    status: 422,
    title: { en: 'The member has signed', zh: '该成员已签字' },
  },
  report_unsigned: {
    status: 422,
    title: { en: 'A member has not signed the report', zh: '尚有成员未在评审报告上签字' },
  },
  // report and result
  report_delivered: {
    status: 422,
    title: { en: 'The buyer has the report', zh: '采购人已收到评审报告' },
  },
  report_not_delivered: {
    status: 422,
    title: { en: 'The buyer does not have the report', zh: '采购人尚未收到评审报告' },
  },
  objection_recorded: {
    status: 422,
    title: { en: 'A reason against the confirmation is on record', zh: '已记录不予确认的理由' },
  },
  objection_absent: {
    status: 422,
    title: { en: 'No reason against the confirmation is on record', zh: '没有不予确认的理由' },
  },
  tie_absent: {
    status: 422,
    title: { en: 'No tie is open', zh: '没有待处理的并列' },
  },
  tie_open: {
    status: 422,
    title: { en: 'The rank is tied and not settled', zh: '该名次并列，尚未确定先后' },
  },
  rank_order: {
    status: 422,
    title: { en: 'Another offer comes first', zh: '应按排序由高到低确定' },
  },
  replacement_not_proposed: {
    status: 422,
    title: { en: 'Nobody has proposed the next rank', zh: '尚未提出递补' },
  },
  proposer_approves: {
    status: 422,
    title: { en: 'Who proposed it does not approve it', zh: '提出人不得批准' },
  },
  signing_period_running: {
    status: 422,
    title: { en: 'There is still time to sign the contract', zh: '签订合同的期限尚未届满' },
  },
  draft_absent: {
    status: 422,
    title: { en: 'No contract was ever drafted for the winner to sign', zh: '尚未拟定合同供中标（成交）供应商签订' },
  },
  winner_signed: {
    status: 422,
    title: { en: 'The winner has signed its contract', zh: '中标（成交）供应商已签署合同' },
  },
} as const satisfies Record<string, ProblemSpec>;

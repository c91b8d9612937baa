import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Panels, scores, reports and awards. */
export const REVIEWS_REFUSALS = {
  // panel
  member_is_bidder: refusal(422, 'The person belongs to a bidder', '该人员属于投标（响应）供应商'),
  member_twice: refusal(422, 'The person sits in the panel already', '该人员已是评审小组成员'),
  member_of_agent: refusal(
    422,
    'People of the agent do not review its purchases',
    '代理机构人员不得参加本机构代理项目的评审',
  ),
  expert_of_buyer: refusal(
    422,
    'People of the buyer are no experts of its own purchase',
    '采购人不得以专家身份参加本单位项目的评审',
  ),
  member_barred: refusal(
    422,
    'Who broke the rules in a review does not sit in the next one',
    '有违法违规行为的原评审成员不得参加重新组建的评审小组',
  ),
  replacement_ground_missing: refusal(
    422,
    'A member is replaced on a ground of the list only',
    '更换评审成员须有规定的事由',
  ),
  panel_unlawful: refusal(422, 'The panel is not composed as the law asks', '评审小组组成不合法'),
  // ties
  bidders_unknown: refusal(422, 'The bidders are not known before the opening', '开启前尚不知晓投标（响应）供应商'),
  declaration_incomplete: refusal(422, 'The declaration does not speak of every bidder', '声明未覆盖全部供应商'),
  declarations_open: refusal(422, 'A member has not declared yet', '尚有成员未作回避声明'),
  member_tied: refusal(422, 'A member is tied to a bidder and must be replaced', '成员与供应商有利害关系，应予更换'),
  // checks
  not_the_qualifier: refusal(
    422,
    'Another checks the qualifications in this method',
    '该采购方式由其他主体进行资格审查',
  ),
  qualification_done: refusal(422, 'The qualifications have been checked', '资格审查已完成'),
  qualification_open: refusal(422, 'The qualifications have not been checked', '尚未进行资格审查'),
  conformity_done: refusal(422, 'The conformity has been checked', '符合性审查已完成'),
  conformity_open: refusal(422, 'The conformity has not been checked', '尚未进行符合性审查'),
  offer_above_ceiling: refusal(
    422,
    'An offer without a price or above the ceiling is invalid',
    '无有效报价或超过最高限价的应为无效',
  ),
  offers_too_few: refusal(422, 'Fewer offers are left than the law asks for', '有效投标（响应）不足法定家数'),
  consultation_unfinished: refusal(422, 'The final offers are not in', '尚未提交最后报价'),
  // consultation
  not_a_consultation: refusal(422, 'Only a consultation has talks', '只有竞争性磋商有磋商环节'),
  requirement_proposed: refusal(422, 'A change of the requirement waits for the buyer', '已有待采购人确认的需求变动'),
  requirement_not_proposed: refusal(422, 'No change of the requirement is proposed', '没有待确认的需求变动'),
  requirement_unconfirmed: refusal(422, 'A change of the requirement has not been decided', '需求变动尚未确认'),
  not_in_consultation: refusal(422, 'This bid takes no part in the consultation any more', '该供应商已不在磋商之中'),
  response_not_asked: refusal(422, 'No new response is asked for', '没有需要重新提交的响应文件'),
  responses_running: refusal(
    422,
    'Suppliers may still answer the changed requirement',
    '重新提交响应文件的期限尚未届满',
  ),
  final_deadline_past: refusal(
    422,
    'The deadline of the final offers must lie ahead',
    '最后报价的截止时间应晚于当前时间',
  ),
  answer_time_too_short: refusal(422, 'The suppliers have too little time to answer', '留给供应商的时间不足'),
  final_offer_made: refusal(422, 'The final offer has been made', '已提交最后报价'),
  // low prices
  explanation_needless: refusal(422, 'Nothing lets the panel ask about this price', '该报价无须说明'),
  explanation_too_soon: refusal(422, 'The time to explain is too short', '说明时间不足'),
  explanation_not_asked: refusal(422, 'No explanation is asked for', '没有待处理的报价说明'),
  explanation_running: refusal(422, 'The time to explain is still running', '说明期限尚未届满'),
  explanation_late: refusal(422, 'The time to explain is over', '说明期限已届满'),
  explanation_weighed: refusal(422, 'The panel is judging this explanation', '评审小组已开始认定该说明'),
  explanations_open: refusal(422, 'A low price has not been explained and settled', '异常低价尚未说明并认定'),
  // scores
  sheet_incomplete: refusal(422, 'The sheet does not score everything', '评分表不完整'),
  correction_not_lawful: refusal(
    422,
    'After the reveal nothing but the four corrections',
    '评审结果汇总后只能依法修改',
  ),
  sheets_open: refusal(422, 'Not every sheet is locked', '尚有评分表未锁定'),
  member_signed: refusal(422, 'The member has signed', '该成员已签字'),
  report_unsigned: refusal(422, 'A member has not signed the report', '尚有成员未在评审报告上签字'),
  // report and result
  report_delivered: refusal(422, 'The buyer has the report', '采购人已收到评审报告'),
  report_not_delivered: refusal(422, 'The buyer does not have the report', '采购人尚未收到评审报告'),
  objection_recorded: refusal(422, 'A reason against the confirmation is on record', '已记录不予确认的理由'),
  objection_absent: refusal(422, 'No reason against the confirmation is on record', '没有不予确认的理由'),
  tie_absent: refusal(422, 'No tie is open', '没有待处理的并列'),
  tie_open: refusal(422, 'The rank is tied and not settled', '该名次并列，尚未确定先后'),
  rank_order: refusal(422, 'Another offer comes first', '应按排序由高到低确定'),
  replacement_not_proposed: refusal(422, 'Nobody has proposed the next rank', '尚未提出递补'),
  proposer_approves: refusal(422, 'Who proposed it does not approve it', '提出人不得批准'),
  signing_period_running: refusal(422, 'There is still time to sign the contract', '签订合同的期限尚未届满'),
  draft_absent: refusal(
    422,
    'No contract was ever drafted for the winner to sign',
    '尚未拟定合同供中标（成交）供应商签订',
  ),
  winner_signed: refusal(422, 'The winner has signed its contract', '中标（成交）供应商已签署合同'),
} as const satisfies Record<string, ProblemSpec>;

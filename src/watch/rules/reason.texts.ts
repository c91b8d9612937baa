import type { Reason, Text } from '../runs/assessment.types.js';

/** Why a rule did not speak, in words. The codes are stable; the words may be improved. */
const REASONS: Record<string, Text> = {
  conflict: { en: 'Recorded facts contradict each other', zh: '已记录的事实相互矛盾' },
  precision: { en: 'The dates are not known finely enough to decide', zh: '日期精度不足，无法判定' },
  calendar_uncertain: { en: 'The working calendar of a year is not loaded', zh: '所涉年份的工作日历尚未载入' },
  reconstructed: { en: 'The dates are reconstructed and prove no delay', zh: '日期为推算所得，不能据以认定延误' },
  category_not_continuous: { en: 'The category is not meant to go on', zh: '该类别不属于持续性服务' },
  method_not_plannable: { en: 'No statutory clock is known for this method', zh: '该采购方式没有法定时限可供推算' },
  not_a_draft: { en: 'Only the calendar of a draft is looked at here', zh: '仅对草稿的日程作此判断' },
  rule_not_in_force: { en: 'The rule was not in force then', zh: '当时该规定尚未施行' },
  fixed_price: { en: 'At a fixed price every bid is the same', zh: '固定价格采购中各报价本应相同' },
  single_source: { en: 'Single source has one supplier by law', zh: '单一来源依法只有一家供应商' },
  no_bids: { en: 'No bid was received', zh: '没有收到响应文件' },
  one_bidder: { en: 'There is one bidder only', zh: '只有一家参与' },
  too_few_bids: { en: 'Fewer than three bids carry no pattern', zh: '少于三个报价，谈不上规律' },
  bids_incomplete: { en: 'Not every bid is known with its price', zh: '并非每个报价都已公布' },
  bidders_incomplete: { en: 'Not every bidder is known', zh: '并非所有参与者都已公布' },
  bids_at_ceiling: {
    en: 'Fewer than three bids lie below the ceiling; honest bidders bid the ceiling too',
    zh: '低于最高限价的报价不足三个；正常报价也会等于最高限价',
  },
  no_power: {
    en: 'So few bids on so coarse a grid could not tell a pattern from chance',
    zh: '报价数量少、取整粗，无法把规律与巧合区分开',
  },
  line_ended: { en: 'The service line has ended', zh: '该服务线已经结束' },
  line_not_begun: { en: 'The service line had not begun', zh: '该服务线当时尚未开始' },
  no_running_coverage: { en: 'No contract runs on this day', zh: '当日没有履行中的合同' },
  successor_signed: { en: 'The contract that follows is signed', zh: '接续合同已经签订' },
  settled_by_plan: { en: 'What follows is agreed without a new purchase', zh: '已商定不经重新采购的接续安排' },
  line_ends_with_contract: { en: 'The service line ends with the contract', zh: '服务线随合同一并结束' },
  not_due: { en: 'The end is not within the next 90 days', zh: '距到期日不在九十天之内' },
  window_running: { en: 'The window is not over', zh: '服务期尚未结束' },
  no_effective_days: {
    en: 'All effective days, or none, lie in the part looked at',
    zh: '所看时段内没有有效工作日，或已包含全部有效工作日',
  },
  few_days_of_service: {
    en: 'On so few days was anything recorded that chance cannot be told from a rush',
    zh: '有服务记录的日子太少，无法区分突击与偶然',
  },
  days_alike: {
    en: 'Each day is so much like the one before that chance cannot be told from a rush',
    zh: '相邻日子的工作量过于相近，无法区分突击与偶然',
  },
  no_counted_targets: {
    en: 'No target is counted by services, minutes or recipients served',
    zh: '没有按服务次数、分钟数或人次计的指标',
  },
  few_accepted: {
    en: 'Fewer than 20 contracts of the category were accepted in closed years before',
    zh: '同类别在此前各完整年度通过验收的合同不足 20 份',
  },
  few_contracts: { en: 'Fewer than four contracts in two years', zh: '两年内的合同少于四份' },
  few_awards: { en: 'Fewer than 20 awards in one of the years', zh: '其中一年成交不足 20 项' },
  history_short: {
    en: 'No award is recorded for a year that has to be looked back upon',
    zh: '需要回溯的年份没有成交记录',
  },
  no_power_awards: {
    en: 'So few agencies could not tell a change from chance',
    zh: '机构数量过少，无法把变化与偶然区分开',
  },
  not_begun: { en: 'The contract has not begun', zh: '合同尚未开始履行' },
  too_few_records: { en: 'So few records say nothing yet', zh: '服务记录过少，尚不能说明问题' },
  no_contents: {
    en: 'No published standard names professional contents for the category',
    zh: '该类别没有已发布的标准列明专业服务内容',
  },
  no_promise: { en: 'The contract promises nothing of the kind', zh: '合同未作此项约定' },
  not_for_residents: { en: 'Residents do not receive this service', zh: '该服务不面向居民' },
  not_issued: { en: 'The documents are not issued', zh: '采购文件尚未发出' },
  nobody_asked_yet: { en: 'Neither accepted nor asked yet', zh: '尚未验收，也未开展问卷调查' },
  too_few_answers: { en: 'So few answers carry no estimate', zh: '回答过少，不足以估计' },
  no_needs: { en: 'No need of the community is verified', zh: '该社区没有已核实的需求' },
  not_scored: { en: 'Offers are compared by price alone', zh: '仅以价格比较，不作评分' },
  evaluates_nothing: { en: 'The body has published no evaluation', zh: '该单位没有已公布的评估' },
  evaluated_never: { en: 'No evaluation of the body is published', zh: '没有已公布的对该单位的评估' },
  not_evaluated: { en: 'No evaluation of the contract is published', zh: '没有已公布的对该合同的评估' },
  too_few_scores: { en: 'So few scores near a band carry no pattern', zh: '等级线附近的评分过少，谈不上规律' },
  coarse_scores: { en: 'The scores were given in steps of more than a point', zh: '评分刻度大于一分' },
  too_few_evaluations: { en: 'Fewer than five evaluations', zh: '评估不足五次' },
  too_little_evidence: { en: 'Fewer than five pieces of evidence from the agency', zh: '机构提供的证据不足五件' },
  residents_weigh_nothing: { en: 'Nothing is scored by what residents say', zh: '未就居民意见评分' },
  contracts_excluded: {
    en: 'A contract whose window is not known to the day would decide',
    zh: '起止日期不详的合同会影响结论',
  },
};

const FIELDS: Record<string, Text> = {
  category: { en: 'category', zh: '类别' },
  window: { en: 'service window', zh: '服务期' },
  'window.start': { en: 'start of the window', zh: '服务期开始日' },
  'window.end': { en: 'end of the window', zh: '服务期结束日' },
  plannedIssue: { en: 'planned day of issue', zh: '计划发出文件日' },
  method: { en: 'method', zh: '采购方式' },
  signedOn: { en: 'day of signing', zh: '签订日' },
  allocatedOn: { en: 'day of the first payment', zh: '首笔拨款日' },
  awardedOn: { en: 'day of the award', zh: '成交日' },
  pricing: { en: 'kind of pricing', zh: '计价方式' },
  ceiling: { en: 'ceiling', zh: '最高限价' },
  bidCount: { en: 'number of bids', zh: '报价数量' },
  bids: { en: 'bids', zh: '报价' },
  prices: { en: 'price of each bid', zh: '每个报价的价格' },
  registrations: { en: 'registration of each bidder', zh: '各参与者的登记信息' },
  startedOn: { en: 'day the procedure began', zh: '采购开始日' },
  since: { en: 'first day of the line', zh: '服务线起始日' },
  contracts: { en: 'contracts of the line', zh: '服务线上的合同' },
  serviceLines: { en: 'service lines', zh: '服务线' },
  end: { en: 'end of the contract', zh: '合同结束日' },
  plans: { en: 'continuity plan', zh: '接续方案' },
  'plans.agreedOn': { en: 'day the plan was agreed', zh: '接续方案商定日' },
  intent_published: { en: 'publication of the intent', zh: '采购意向公开' },
  document_issued: { en: 'issue of the documents', zh: '采购文件发出' },
  documents_end: { en: 'end of the documents’ availability', zh: '采购文件提供截止' },
  notice_published: { en: 'publication of the notice', zh: '采购公告发布' },
  notice_end: { en: 'end of the notice', zh: '公告期满' },
  publicity_started: { en: 'start of the publicity', zh: '公示开始' },
  publicity_end: { en: 'end of the publicity', zh: '公示结束' },
  response_deadline: { en: 'deadline for responses', zh: '响应截止' },
  result_confirmed: { en: 'confirmation of the result', zh: '确定供应商' },
  result_published: { en: 'publication of the result', zh: '结果公告' },
  result_notice_end: { en: 'end of the result notice', zh: '结果公告期满' },
  challenge_closed: { en: 'end of the time to challenge', zh: '质疑期满' },
  contract_signed: { en: 'signing of the contract', zh: '合同签订' },
  contract_published: { en: 'publication of the contract', zh: '合同公告' },
  contract_filed: { en: 'filing of the contract', zh: '合同备案' },
  serviceRecords: { en: 'records of service', zh: '服务记录' },
  targets: { en: 'targets', zh: '服务指标' },
  effectiveDays: { en: 'effective days', zh: '有效工作日' },
  finalEvaluation: { en: 'final evaluation', zh: '终期评估' },
  'finalEvaluation.dueOn': { en: 'day of the final evaluation', zh: '终期评估日' },
  schedule: { en: 'schedule of payments', zh: '付款计划' },
  budgetLine: { en: 'budget line', zh: '预算项目' },
  useBy: { en: 'day until which the money may be used', zh: '资金使用期限' },
  plannedOn: { en: 'planned day of each payment', zh: '每笔付款的计划日' },
  recipients: { en: 'recipients served', zh: '服务对象人数' },
  agency: { en: 'agency', zh: '承接机构' },
  buyer: { en: 'buyer', zh: '购买方' },
  amount: { en: 'amount of each contract', zh: '每份合同的金额' },
  records: { en: 'records of service', zh: '服务记录' },
  'records.visits': { en: 'visits in the records', zh: '服务记录中的人次' },
  standards: { en: 'standards of the contract', zh: '合同标准' },
  'standards.measure': { en: 'how a standard is counted', zh: '标准的计量方式' },
  supplier: { en: 'supplier', zh: '承接主体' },
  'supplier.kind': { en: 'kind of the supplier', zh: '承接主体类型' },
  'supplier.categories': { en: 'registered categories of the supplier', zh: '承接主体登记的业务类别' },
  licensedWorkers: { en: 'licensed social workers', zh: '持证社会工作者人数' },
  fullTimeStaff: { en: 'full-time staff', zh: '专职人员人数' },
  issuedOn: { en: 'day of issue', zh: '采购文件发出日' },
  opinions: { en: 'opinions of the public', zh: '社会公众意见' },
  'opinions.participants': { en: 'how many took part', zh: '参与人数' },
  relations: { en: 'the persons behind the bodies', zh: '各单位的相关人员' },
  acceptances: { en: 'acceptance', zh: '验收' },
  'acceptance.recipients': { en: 'whether recipients took part in the acceptance', zh: '服务对象是否参与验收' },
  surveys: { en: 'surveys', zh: '问卷调查' },
  'surveys.received': { en: 'what residents answered on receiving the service', zh: '居民是否收到服务的回答' },
  verifiedOn: { en: 'day the need was verified', zh: '需求核实日' },
  scoring: { en: 'how offers are compared', zh: '评审办法' },
  criteria: { en: 'criteria', zh: '评审因素' },
  score: { en: 'total of an evaluation', zh: '评估总分' },
  'evaluation.on': { en: 'day of an evaluation', zh: '评估日期' },
  'evaluation.evaluator': { en: 'evaluator', zh: '评估方' },
  evidence: { en: 'evidence of the evaluation', zh: '评估证据' },
  deliveredOn: { en: 'last day of delivery', zh: '履行期最后一日' },
  finalMilestone: { en: 'final milestone', zh: '最后里程碑' },
};

/** `detail` names of a coded reason that a reader needs; values that name fields are translated. */
const DETAILS: Record<string, Text> = {
  fields: { en: '', zh: '' },
  years: { en: 'years ', zh: '年份：' },
  contracts: { en: 'contracts ', zh: '合同：' },
  category: { en: '', zh: '' },
  bids: { en: 'bids ', zh: '报价数：' },
  accepted: { en: 'contracts accepted ', zh: '通过验收的合同数：' },
  awards: { en: 'awards ', zh: '成交数：' },
  agencies: { en: 'agencies ', zh: '机构数：' },
  cells: { en: 'price steps in the range ', zh: '价格区间内的刻度数：' },
  smallestP: { en: 'smallest possible p ', zh: '可能的最小 p 值：' },
  end: { en: 'end ', zh: '到期日：' },
  records: { en: 'records ', zh: '记录数：' },
  scores: { en: 'scores ', zh: '评分数：' },
  evaluations: { en: 'evaluations ', zh: '评估数：' },
  pieces: { en: 'pieces ', zh: '证据数：' },
  least: { en: 'asked for ', zh: '至少需要：' },
  inForceFrom: { en: 'in force from ', zh: '施行日期：' },
};

/** A stored reason as a sentence; it never says more than the reason does. */
export function explainReason(state: 'not_applicable' | 'insufficient_data', reason: Reason): Text {
  const lead =
    state === 'not_applicable'
      ? { en: 'The rule does not apply', zh: '本规则不适用' }
      : { en: 'The rule cannot be assessed', zh: '无法判定' };
  if (Array.isArray(reason.missing)) {
    const names = reason.missing.map((name) => FIELDS[String(name)] ?? { en: String(name), zh: String(name) });
    const term = termOf(reason.termText);
    return {
      en: `${lead.en}: not known: ${names.map((name) => name.en).join(', ')}.${term.en}`,
      zh: `${lead.zh}：${names.map((name) => name.zh).join('、')}不详。${term.zh}`,
    };
  }
  const code = 'code' in reason ? reason.code : '';
  const why = REASONS[String(code)] ?? { en: String(code), zh: String(code) };
  const details = detailsOf(reason);
  const en = details.map((detail) => detail.en).join('; ');
  const zh = details.map((detail) => detail.zh).join('；');
  return {
    en: `${lead.en}: ${why.en.charAt(0).toLowerCase()}${why.en.slice(1)}${en === '' ? '' : ` (${en})`}.`,
    zh: `${lead.zh}：${why.zh}${zh === '' ? '' : `（${zh}）`}。`,
  };
}

/** What is there instead of dates. A sentence quotes a long term in part; the reason holds all of it. */
function termOf(words: unknown): Text {
  if (typeof words !== 'string') return { en: '', zh: '' };
  const quoted = [...words].length > QUOTED ? `${[...words].slice(0, QUOTED).join('')}…` : words;
  return {
    en: ` The term is published in words, “${quoted}”, and was not turned into dates.`,
    zh: `服务期限以文字公布：“${quoted}”，未换算为起止日期。`,
  };
}
const QUOTED = 120;

function detailsOf(reason: Reason): Text[] {
  return Object.entries(reason)
    .filter(([name]) => name in DETAILS)
    .map(([name, value]) => {
      const label = DETAILS[name] ?? { en: '', zh: '' };
      const values = (Array.isArray(value) ? value : [value]).map(String);
      return {
        en: label.en + values.map((one) => FIELDS[one]?.en ?? one).join(', '),
        zh: label.zh + values.map((one) => FIELDS[one]?.zh ?? one).join('、'),
      };
    });
}

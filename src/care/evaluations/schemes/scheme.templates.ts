import type { Channel, LeafKind, SchemeDimension, SchemeLeaf } from './scheme.rules.js';

/**
 * Schemes to begin with. Their seven dimensions are those by which the study this product grew out of wants purchased
 * services evaluated (Wang Liping 2019, Gansu Social Sciences 5): quality, standard, process, expert, effect, efficiency,
 * target group, and its three channels 考·评·议 together. The study gives no weights, indicators or maxima: these are a
 * choice of ours (POLICY), to be changed in the draft before anybody activates it. What comes of a service for its
 * residents weighs more than thirty percent, and what they say themselves more than nothing.
 */
export const SCHEME_TEMPLATES = ['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK'] as const;
export type SchemeTemplate = (typeof SCHEME_TEMPLATES)[number];

const leaf = (name: string, weight: string, channel: Channel, kind: LeafKind, how: string): SchemeLeaf => ({
  name,
  weight,
  channel,
  kind,
  max: '100',
  how,
});

/** A dimension with one indicator of its own name. */
const dimension = (name: string, weight: string, leaves: SchemeLeaf[]): SchemeDimension => ({
  name,
  weight,
  indicators: [{ name, weight: '100', leaves }],
});

const CARE: readonly SchemeDimension[] = [
  dimension('服务质量', '20', [
    leaf('照护计划按需制定并复核', '50', 'third_party', 'process', '抽查服务档案'),
    leaf('服务人员具备岗位所需资质', '50', 'indicators', 'input', '具备资质人员占比'),
  ]),
  dimension('服务标准', '15', [
    leaf('合同约定服务量完成率', '60', 'indicators', 'output', '服务记录与合同指标比较'),
    leaf('服务内容符合合同约定', '40', 'third_party', 'process', '抽查服务记录'),
  ]),
  dimension('服务过程', '10', [leaf('记录及时、完整、可追溯', '100', 'indicators', 'process', '当月记录占比')]),
  dimension('专家评价', '10', [leaf('专业方法运用', '100', 'third_party', 'process', '专家现场评议')]),
  dimension('服务效果', '25', [
    leaf('服务对象生活状况改善', '60', 'third_party', 'outcome', '前后测比较'),
    leaf('安全事件预防', '40', 'indicators', 'outcome', '履行期内安全事件'),
  ]),
  dimension('服务效率', '5', [leaf('有效工作日内均衡提供服务', '100', 'indicators', 'process', '按周产出')]),
  dimension('服务对象', '15', [
    leaf('服务对象满意度', '70', 'residents', 'outcome', '抽样问卷'),
    leaf('服务对象确认收到服务', '30', 'residents', 'outcome', '抽样问卷'),
  ]),
];

const COMMUNITY: readonly SchemeDimension[] = [
  dimension('服务质量', '15', [
    leaf('需求评估与方案设计', '50', 'third_party', 'process', '抽查需求评估材料'),
    leaf('持证社会工作者配备', '50', 'indicators', 'input', '持证人员占比'),
  ]),
  dimension('服务标准', '15', [
    leaf('个案、小组、社区活动完成率', '60', 'indicators', 'output', '服务记录与合同指标比较'),
    leaf('专业规范执行', '40', 'third_party', 'process', '抽查服务记录'),
  ]),
  dimension('服务过程', '10', [leaf('督导与过程记录', '100', 'third_party', 'process', '抽查督导记录')]),
  dimension('专家评价', '10', [leaf('专业方法运用', '100', 'third_party', 'process', '专家现场评议')]),
  dimension('服务效果', '30', [
    leaf('服务目标达成', '60', 'third_party', 'outcome', '前后测比较'),
    leaf('居民参与与自助互助', '40', 'third_party', 'outcome', '访谈与活动记录'),
  ]),
  dimension('服务效率', '5', [leaf('有效工作日内均衡提供服务', '100', 'indicators', 'process', '按周产出')]),
  dimension('服务对象', '15', [
    leaf('居民满意度', '60', 'residents', 'outcome', '抽样问卷'),
    leaf('居民认为服务针对其需求', '40', 'residents', 'outcome', '抽样问卷'),
  ]),
];

/** By the category that each is for. */
export const TEMPLATES: Readonly<Record<SchemeTemplate, { name: string; dimensions: readonly SchemeDimension[] }>> = {
  ELDERLY_HOME_CARE: { name: '社区老人居家养老服务评估方案', dimensions: CARE },
  COMMUNITY_SOCIAL_WORK: { name: '社区社会工作服务评估方案', dimensions: COMMUNITY },
};

import type { Text } from '../../kernel/errors/texts.js';
import { agencyId, DISTRICTS, EVALUATOR_ID, fictionOrganisations, PARTIAL_EVALUATOR_ID } from './fiction-bodies.js';
import { EVALUATED_LOT, LATE_LINE, LONG_MONEY_LOT, SHORT_MONEY_LOT, UNHANDED_LOT } from './fiction-characters.js';
import { fictionSchemes } from './fiction-evaluations.js';
import { communityId, contractId, lineId } from './fiction-ids.js';
import { smallLot } from './fiction-small.js';

/** What of the invented market was made to be looked at, as it is judged. */
export interface FictionPracticeCase {
  indicator: string;
  expected: 'triggered' | 'clear';
  /** What the page calls it: a lot for its contract, else what is judged. */
  name: string;
  subject: 'contract' | 'service_line' | 'agency' | 'buyer' | 'evaluator' | 'community' | 'evaluation_scheme';
  id: string;
  why: Text;
}

type Neighbour = Pick<FictionPracticeCase, 'name' | 'subject' | 'id'>;
const buildCase = (
  indicator: string,
  expected: FictionPracticeCase['expected'],
  where: Neighbour,
  en: string,
  zh: string,
): FictionPracticeCase => ({ indicator, expected, ...where, why: { en, zh } });
/** An indicator with the one that it finds, and the one that looks like it. */
const buildCasePair = (
  indicator: string,
  found: readonly [Neighbour, string, string],
  honest: readonly [Neighbour, string, string],
): FictionPracticeCase[] => [buildCase(indicator, 'triggered', ...found), buildCase(indicator, 'clear', ...honest)];

const lot = (key: string): Neighbour => ({ name: key, subject: 'contract', id: contractId(key) });
/** What is judged of a line: the lot is named without its year. */
const line = (key: string): Neighbour => ({
  name: `line-${key}`,
  subject: 'service_line',
  id: lineId(key),
});
const ORGANISATIONS = new Map(fictionOrganisations().map(({ id, name }) => [id, name]));
const body = (subject: 'agency' | 'buyer' | 'evaluator', id: string): Neighbour => ({
  name: ORGANISATIONS.get(id) ?? id,
  subject,
  id,
});
const agency = (n: number): Neighbour => body('agency', agencyId(n));
const buyer = (district: 'K' | 'Q'): Neighbour => body('buyer', DISTRICTS[district].bureau);
const evaluator = (id: string): Neighbour => body('evaluator', id);
const community = (key: string): Neighbour => ({
  name: `community-${key}`,
  subject: 'community',
  id: communityId(key),
});
const scheme = (key: string): Neighbour => {
  const found = fictionSchemes().find((one) => one.key === key);
  if (found === undefined) throw new Error(`no scheme ${key}`);
  return { name: found.name, subject: 'evaluation_scheme', id: found.id };
};
const toNeighbourLine = (key: string): Neighbour => line(key.slice(0, -'-2024'.length));

/** Each with what looks like it and is honest. */
export const FICTION_PRACTICE: readonly FictionPracticeCase[] = [
  ...buildCasePair(
    'S01',
    [lot('K-ELDERLY_HOME_CARE-3-2024'), 'two of nine staff are licensed', '专职九人中持证两人'],
    [lot('Q-ELDERLY_HOME_CARE-3-2024'), 'five of twelve staff are licensed', '专职十二人中持证五人'],
  ),
  ...buildCasePair(
    'S02',
    [lot('K-ELDERLY_HOME_CARE-3-2024'), 'a quarter of the minutes professional', '专业服务时长仅四分之一'],
    [lot('Q-ELDERLY_HOME_CARE-3-2024'), 'two thirds, as promised', '专业服务时长三分之二，符合约定'],
  ),
  ...buildCasePair(
    'S03',
    [lot('K-COMMUNITY_SOCIAL_WORK-3-2024'), 'activities instead of cases', '以社区活动代替个案小组'],
    [lot('Q-COMMUNITY_SOCIAL_WORK-3-2024'), 'cases and groups, some activities', '以个案小组为主'],
  ),
  ...buildCasePair(
    'S04',
    [lot(smallLot('K', 2024, 4)), 'the head of the agency founded its evaluator', '承接机构负责人是评估方的发起人'],
    [
      lot(smallLot('K', 2024, 3)),
      'the head of the agency is called as the head of its evaluator',
      '承接机构负责人与评估方负责人仅姓名相同',
    ],
  ),
  // A figure, and clear of everybody: two buyers are all that this market has.
  buildCase('S05', 'clear', agency(13), 'four contracts, all of one district', '四份合同均来自同一区'),
  buildCase(
    'S05',
    'clear',
    agency(18),
    'six contracts, a little less than seven tenths from one district',
    '六份合同，不足七成来自同一区',
  ),
  ...buildCasePair(
    'S06A',
    [evaluator(PARTIAL_EVALUATOR_ID), 'points just above a grade', '评分集中于等级线上'],
    [evaluator(EVALUATOR_ID), 'points on both sides of a grade', '评分在等级线两侧大致相当'],
  ),
  buildCase(
    'S06B',
    'clear',
    agency(5),
    'one body made all of its last five evaluations',
    '最近五次评估均由同一评估方作出',
  ),
  buildCase('S06B', 'clear', agency(10), 'two bodies in turn', '两家评估方轮流评估'),
  ...buildCasePair(
    'S06C',
    [lot('K-ORG_INCUBATION-2024-1'), 'some evidence written in January', '部分证据次年一月录入'],
    [lot('K-DISABILITY-1-2024'), 'evidence written on the day', '证据均为当日录入'],
  ),
  ...buildCasePair(
    'S06D',
    [lot(UNHANDED_LOT), 'points for residents who were not asked', '对居民意见打分而未抽样'],
    [lot('K-DISABILITY-1-2024'), 'points for what a drawn sample said', '评分依据系统抽样问卷'],
  ),
  ...buildCasePair(
    'S07',
    [lot('K-CHILD_PROTECTION-1-2024'), 'eight of sixty answer', '六十人中八人作答'],
    [lot('Q-CHILD_PROTECTION-1-2024'), 'twenty of twenty-four answer', '二十四人中二十人作答'],
  ),
  ...buildCasePair(
    'S08',
    [lot('Q-COMMUNITY_SOCIAL_WORK-2-2024'), 'most say they received nothing', '多数人表示未收到服务'],
    [lot('Q-CHILD_PROTECTION-1-2024'), 'most say they received it', '多数人表示收到服务'],
  ),
  ...buildCasePair(
    'S09',
    [community('K-DISABILITY-1'), 'a verified need in no programme', '已核实需求未列入任何计划'],
    [community('Q-DISABILITY-1'), 'a verified need in a programme', '已核实需求已列入计划'],
  ),
  ...buildCasePair(
    'S10',
    [
      buyer('K'),
      'one of fifteen agencies is new, of the year before fifteen of seventeen',
      '新机构由十七家中十五家降至十五家中一家',
    ],
    [
      buyer('Q'),
      'four of thirteen are new, of the year before four of fourteen',
      '新机构由十四家中四家变为十三家中四家',
    ],
  ),
  ...buildCasePair(
    'S11',
    [lot('K-SOCIAL_WORK_STATION-1-2024'), 'a third of the work uncontracted', '三分之一时长在合同外'],
    [lot('Q-SOCIAL_WORK_STATION-1-2024'), 'a twelfth of the work uncontracted', '十二分之一时长在合同外'],
  ),
  ...buildCasePair(
    'S12',
    [scheme('scheme-Q-1'), 'outcome makes a fifth of the scheme', '成效指标占五分之一'],
    [scheme('scheme-K-1'), 'outcome makes two fifths', '成效指标占五分之二'],
  ),
  ...buildCasePair(
    'S13',
    [lot(SHORT_MONEY_LOT), 'money to be used by mid-December, paid at the end', '资金十二月中旬到期，尾款年末支付'],
    [lot(LONG_MONEY_LOT), 'money to be used until the next spring', '资金可用至次年春'],
  ),
  ...buildCasePair(
    'W04',
    [lot('K-COMMUNITY_SOCIAL_WORK-2-2024'), 'four times what the others promise', '指标为同类合同的四倍'],
    [lot('Q-COMMUNITY_SOCIAL_WORK-1-2024'), 'as much as accepted projects came to', '指标在已验收项目的实际工作量之内'],
  ),
  ...buildCasePair(
    'W05',
    [lot('Q-ELDERLY_HOME_CARE-1-2024'), 'most of the minutes in the last weeks', '多数时长集中在最后几周'],
    [lot('Q-ELDERLY_HOME_CARE-2-2024'), 'four outings, two of them late', '四次集体外出，其中两次在年末'],
  ),
  ...buildCasePair(
    'W07',
    [lot('K-ELDERLY_HOME_CARE-1-2024'), 'judged after the next was bought', '后续采购之后才评估'],
    [lot(EVALUATED_LOT), 'judged in September', '九月完成评估'],
  ),
  ...buildCasePair(
    'G05',
    [toNeighbourLine(UNHANDED_LOT), 'another agency, and no handover', '机构更换而无交接'],
    [line('K-COMMUNITY_SOCIAL_WORK-3'), 'the agency goes on', '机构未更换'],
  ),
  ...buildCasePair(
    'G06',
    [line(LATE_LINE), 'eleven days before the end nothing was bought', '到期前十一天仍未采购'],
    [line('K-SOCIAL_WORK_STATION-1'), 'three months before the end there is time', '到期前三个月仍来得及'],
  ),
  // What is too late to be bought is a cliff as well.
  buildCase('G02', 'triggered', line(LATE_LINE), 'the same line: nothing follows', '同一服务线：无接续'),
];

import type { DemoCommunity, DemoDataset, DemoNeed, DemoProgramme, DemoServiceLine } from '../demonstration-types.js';
import { getCategoryLabel } from '../labels.js';
import { DISTRICTS, EVALUATOR_ID, fictionId, fictionOrganisations, type District } from './fiction-bodies.js';
import { FULL_YEAR_CALENDAR } from './fiction-calendar.js';
import { CHAIN_LOT, linePlans, NEXT_LOT, tenderPlans, type LinePlan, type TenderPlan } from './fiction-lots.js';
import { fictionLots, findWinner } from './fiction-market.js';
import { communityId, contractId, lineId, programmeId, buildSource, tenderId, yuan } from './fiction-ids.js';
import { LATE_LINE, PLANNED_NEED_LINE, UNMET_NEED_LINE } from './fiction-characters.js';
import { fictionSchemes } from './fiction-evaluations.js';
import { fictionPractice } from './fiction-practice.js';
import { fictionPurchases } from './fiction-purchases.js';

/** Last day the invented market knows of: before the last 90 days of its last contracts. */
export const FICTION_KNOWN_UNTIL = '2025-09-30';
/** Of one line more is known: nearly to the end of its second contract. */
export const LATE_KNOWN_UNTIL = '2025-12-20';
const NEED_ID = fictionId('need');
const CHAIN_LINE = CHAIN_LOT.slice(0, -'-2024'.length);

/**
 * An invented market of two years and 40 lots: four of them staged, each beside an honest look-alike, the others honest.
 * Full years, successors in time, a plan for every end that is known. Beside it calls for small projects, and under the
 * contracts what was done, judged and paid, some of it made to be looked at: nothing else in it is a finding.
 */
export function fictionDataset(): DemoDataset {
  const lines = linePlans();
  return {
    dataset: 'fiction',
    label: {
      en: 'An invented market: every name, price and date is made up',
      zh: '虚构市场：名称、价格、日期均为虚构',
    },
    organisations: fictionOrganisations(),
    communities: lines.map(community),
    serviceLines: lines.map(serviceLine),
    needs: [...lines.filter(({ key }) => key === CHAIN_LINE).map(need), ...lines.flatMap(verifiedNeed)],
    programmes: programmes(),
    purchases: fictionPurchases(),
    practice: fictionPractice(fictionLots()),
    schemes: fictionSchemes(),
  };
}

const community = ({ key, community: name, district, households, residents60 }: LinePlan): DemoCommunity => ({
  id: communityId(key),
  key: `community-${key}`,
  name,
  region: DISTRICTS[district].region,
  kind: 'urban',
  households,
  residents60,
});

const serviceLine = ({ key, district, category, targetGroup, community: place }: LinePlan): DemoServiceLine => ({
  id: lineId(key),
  key: `line-${key}`,
  name: `${place} ${getCategoryLabel(category)}`,
  communities: [communityId(key)],
  region: DISTRICTS[district].region,
  category,
  targetGroup,
  responsible: DISTRICTS[district].bureau,
  since: '2024-01-01',
  until: null,
  knownUntil: key === LATE_LINE ? LATE_KNOWN_UNTIL : FICTION_KNOWN_UNTIL,
  assumption: null,
});

const need = ({ key, community: place, category, targetGroup, recipients }: LinePlan): DemoNeed => ({
  id: NEED_ID,
  key: 'need',
  title: `${place}高龄独居老人居家照料`,
  description: `入户走访登记：${recipients}位高龄独居老人需要助餐、助洁和定期探访。`,
  category,
  targetGroup,
  headcount: recipients,
  evidence: '虚构：2023年5月入户走访登记表',
  community: communityId(key),
  serviceLine: lineId(key),
  recordedOn: '2023-05-22',
  source: { kind: 'statement', url: null, publishedOn: null, reference: '虚构 (invented)' },
});

/** S09: two needs that somebody looked at; one stands in a programme, the other in none. */
function verifiedNeed(line: LinePlan): DemoNeed[] {
  const { key, district, community: place, category, targetGroup } = line;
  if (key !== UNMET_NEED_LINE && key !== PLANNED_NEED_LINE) return [];
  return [
    {
      ...need(line),
      id: fictionId(`need-${key}`),
      key: `need-${key}`,
      title: `${place}重度残疾人辅具与陪护`,
      description: '虚构：入户走访登记的需求。',
      category,
      targetGroup,
      headcount: 18,
      evidence: '虚构：2023年6月入户走访登记表',
      recordedOn: '2023-06-12',
      verifiedOn: '2023-06-30',
      ...(key === PLANNED_NEED_LINE && { programme: programmeId({ district, year: 2024 }) }),
    },
  ];
}

function programmes(): DemoProgramme[] {
  return (['K', 'Q'] as const).flatMap((district) =>
    ([2024, 2025] as const).map((year) => programme(district, year, tenderPlans())),
  );
}

/** One budget line: what the year's ceilings add up to, rounded up to 100 000 yuan. */
function programme(district: District, year: TenderPlan['year'], plans: readonly TenderPlan[]): DemoProgramme {
  const { name, region, bureau } = DISTRICTS[district];
  const own = plans.filter((plan) => plan.district === district && plan.year === year);
  const ceilings = own.flatMap(({ lots }) => lots).reduce((sum, { ceiling }) => sum + ceiling, 0);
  const key = `programme-${district}-${year - 1}`;
  return {
    id: programmeId({ district, year }),
    key,
    buyer: bureau,
    name: `【虚构】${year - 1}年度${name}政府购买服务计划（${year}年实施）`,
    year: year - 1,
    region,
    budgetLevel: 'below_provincial',
    calendar: FULL_YEAR_CALENDAR,
    budgetLines: [
      {
        id: fictionId(`budget-line-${district}-${year - 1}`),
        name: `${year}年购买服务经费`,
        category: null,
        amount: yuan(Math.ceil(ceilings / 100_000) * 100_000),
        sourceOfFunds: '虚构：区级财政预算',
        useBy: `${year + 1}-03-31`,
        note: null,
      },
      // S13: money of its own for one category, to be used before the year is over.
      ...(district === 'K' && year === 2024
        ? [
            {
              id: fictionId('budget-line-K-2023-lottery'),
              name: '未成年人保护专项',
              category: 'CHILD_PROTECTION' as const,
              amount: yuan(300_000),
              sourceOfFunds: '虚构：彩票公益金',
              useBy: '2024-12-15',
              note: null,
            },
          ]
        : []),
    ],
    source: buildSource(key, null),
  };
}

/** Ids of the one complete chain, which the examples of the API's documentation use. */
export function fictionChain() {
  const lots = fictionLots();
  const winner = (key: string): string => {
    const found = findWinner(lots, key);
    if (found === undefined) throw new Error(`no winner of ${key}`);
    return found.organisation;
  };
  return {
    need: NEED_ID,
    programme: programmeId({ district: 'K', year: 2024 }),
    budgetLine: fictionId('budget-line-K-2023'),
    community: communityId(CHAIN_LINE),
    serviceLine: lineId(CHAIN_LINE),
    buyer: DISTRICTS.K.bureau,
    agency: winner(CHAIN_LOT),
    evaluator: EVALUATOR_ID,
    tender: tenderId(CHAIN_LOT),
    lot: 1,
    contract: contractId(CHAIN_LOT),
    nextTender: tenderId(NEXT_LOT),
    nextContract: contractId(NEXT_LOT),
    nextAgency: winner(NEXT_LOT),
  } as const;
}

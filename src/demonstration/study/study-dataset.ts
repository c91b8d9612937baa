import type { Text } from '../../kernel/errors/texts.js';
import { formatYuan, parseWanYuan } from '../../kernel/money/money.js';
import { STUDY_CALENDAR } from '../../purchase/programmes/calendar-template.js';
import { CONTINUOUS_CATEGORIES, type CategoryCode } from '../../law/code-lists/code-lists.js';
import type { FactSource, NewRecordedTender } from '../../purchase/tenders/recording/fact-types.js';
import type { Window } from '../../purchase/tenders/recording/recorded-window.js';
import { contractFact, tenderFact } from '../../purchase/tenders/recording/given-fact.js';
import type {
  DemoCommunity,
  DemoDataset,
  DemoOrganisation,
  DemoProgramme,
  DemoPurchase,
  DemoServiceLine,
} from '../demonstration-types.js';
import { demoId } from '../demo-id.js';
import { getCategoryLabel } from '../labels.js';
import { PROVINCE } from '../regions.js';
import { studyDeals, type StudyDeal } from './study-deals.js';
import { STUDY_TOTAL_WAN, STUDY_YEARS, type StudyYear } from './study-figures.js';
import { agencyName, PLACES, getCategoryWords } from './study-names.js';

const id = (key: string): string => demoId('study', key);

/** Every fact of the dataset: no notice of these purchases was seen. */
export const STUDY_SOURCE: FactSource = {
  kind: 'reconstruction',
  url: null,
  publishedOn: '2019',
  reference:
    'reconstructed from published totals: Wang Liping《社会工作与基层治理的协同发展》,甘肃社会科学 2019(5),表1、表2',
};

const PAIRING: Text = {
  en:
    'An assumption of the reconstruction: the deals of 2017 and 2018 are paired by category, city (B市, or the rest of ' +
    'the province) and order, as if the same place were served. The study does not say which places were.',
  zh: '重构的假设：2017、2018两年的成交按类别、地区（B市或省内其他地区）和序号配对，视为服务同一处。研究并未说明各项目的服务地点。',
};

const BUYER_ID = id('buyer');
const programmeId = (year: StudyYear): string => id(`programme-${year}`);

/** Implementation of the deals of a year: 1 January to 31 May of the next. */
const studyWindow = (year: StudyYear): { start: string; end: string } => ({
  start: `${year + 1}-01-01`,
  end: `${year + 1}-05-31`,
});

/**
 * The purchases of the study. Amounts and numbers are the tables'; months and windows are the study's calendar; names of
 * buyer, agencies and communities are invented. No bid is invented, and nothing is said to have happened that the study
 * does not say: evaluation by 30 June stays a due date.
 */
export function studyDataset(): DemoDataset {
  const deals = studyDeals();
  const slots = firstOfEachSlot(deals);
  const lines = slots.filter(({ category }) => CONTINUOUS_CATEGORIES.includes(category));
  return {
    dataset: 'study',
    label: { en: 'Reconstructed from the totals a study published', zh: '据公开研究的汇总数重构' },
    organisations: [buyer(), ...slots.map(agency)],
    communities: lines.map(community),
    serviceLines: lines.map(serviceLine),
    needs: [],
    practice: [],
    schemes: [],
    programmes: STUDY_YEARS.map(programme),
    purchases: deals.map(purchase),
  };
}

/** One entry per category, place and order; the earlier year where both have it. */
function firstOfEachSlot(deals: readonly StudyDeal[]): StudyDeal[] {
  const first = new Map<string, StudyDeal>();
  for (const deal of deals) if (!first.has(deal.slot)) first.set(deal.slot, deal);
  return [...first.values()];
}

function buyer(): DemoOrganisation {
  return {
    id: BUYER_ID,
    key: 'buyer',
    kind: 'bureau',
    name: '示例N省民政厅',
    region: PROVINCE,
    categories: [],
    relationsKnown: false,
    heads: [],
    founders: [],
    holds: [],
  };
}

/** One agency for both deals of a pair: a change of provider would be an invented finding. */
function agency({ slot, category, place, order }: StudyDeal, n: number): DemoOrganisation {
  const name = agencyName(n, category, place, order);
  return {
    id: id(`agency-${slot}`),
    key: `agency-${slot}`,
    kind: name.endsWith('有限公司') ? 'enterprise' : category === 'EVALUATION_ACCEPTANCE' ? 'evaluator' : 'agency',
    name,
    region: PLACES[place].region,
    categories: [category],
    relationsKnown: false,
    heads: [],
    founders: [],
    holds: [],
  };
}

const community = ({ slot, category, place, order }: StudyDeal): DemoCommunity => ({
  id: id(`community-${slot}`),
  key: `community-${slot}`,
  name: communityName(category, place, order),
  region: PLACES[place].region,
  kind: null,
  households: null,
  residents60: null,
});

/** Elderly care and social work are numbered apart: whether they served the same community is not known. */
function communityName(category: CategoryCode, place: StudyDeal['place'], order: number): string {
  const no = String(order).padStart(3, '0');
  const where = PLACES[place].name;
  if (category === 'POVERTY_COUNTY_SOCIAL_WORK') return `${where}示例贫困县${no}`;
  return `${where}示例社区${category === 'ELDERLY_HOME_CARE' ? 'Y' : 'S'}${no}`;
}

function serviceLine({ slot, year, category, place, order }: StudyDeal): DemoServiceLine {
  const { targetGroup } = getCategoryWords(category);
  return {
    id: id(`line-${slot}`),
    key: `line-${slot}`,
    name: `${communityName(category, place, order)} ${getCategoryLabel(category)}`,
    communities: [id(`community-${slot}`)],
    region: PLACES[place].region,
    category,
    targetGroup,
    responsible: BUYER_ID,
    since: studyWindow(year).start,
    until: null,
    knownUntil: '2019-12-31',
    assumption: PAIRING,
  };
}

function programme(year: StudyYear): DemoProgramme {
  return {
    id: programmeId(year),
    key: `programme-${year}`,
    buyer: BUYER_ID,
    name: `${year}年度N省政府购买社会组织服务计划`,
    year,
    region: PROVINCE,
    budgetLevel: 'provincial',
    calendar: STUDY_CALENDAR,
    budgetLines: [
      {
        id: id(`budget-line-${year}`),
        name: `${year}年度购买服务经费（按成交额）`,
        category: null,
        amount: formatYuan(parseWanYuan(String(STUDY_TOTAL_WAN[year]))),
        sourceOfFunds: '省级福利彩票公益金 (provincial lottery welfare funds)',
        useBy: null,
        note: 'as awarded (table 1); the text of the study says 2000万 a year',
      },
    ],
    source: STUDY_SOURCE,
  };
}

function purchase(deal: StudyDeal): DemoPurchase {
  const { key, slot, year, category, place, order, amount, fixed } = deal;
  const window: Window = studyWindow(year);
  const supplier = { organisation: id(`agency-${slot}`) };
  const { region, name, text } = PLACES[place];
  const tender: NewRecordedTender = {
    conducted: 'elsewhere',
    dataset: 'study',
    buyer: BUYER_ID,
    title: `${year}年${getCategoryLabel(category)}购买项目（${name}示例${String(order).padStart(3, '0')}）`,
    method: 'COMPETITIVE_CONSULTATION',
    category,
    region,
    regionText: text,
    budgetLevel: 'provincial',
    programme: programmeId(year),
    serviceLines: CONTINUOUS_CATEGORIES.includes(category) ? [id(`line-${slot}`)] : [],
    window,
    lots: [{ no: 1, name: null, ceiling: fixed ? amount : null, pricing: fixed ? 'fixed' : null }],
    externalIds: [{ system: 'study', id: key }],
  };
  return {
    key,
    id: id(`tender-${key}`),
    tender,
    facts: [
      tenderFact('notice', null, { publishedOn: `${year}-11` }, STUDY_SOURCE),
      tenderFact('award', 1, { decidedOn: `${year}-12`, supplier, amount }, STUDY_SOURCE),
      tenderFact('contract', 1, { signedOn: `${year}-12`, supplier, amount, window }, STUDY_SOURCE),
    ],
    contracts: [
      {
        id: id(`contract-${key}`),
        lot: 1,
        facts: [
          contractFact('milestone', { name: '项目实施完成', dueOn: `${year + 1}-05-31`, final: true }, STUDY_SOURCE),
          contractFact('milestone', { name: '评估验收', dueOn: `${year + 1}-06-30` }, STUDY_SOURCE),
        ],
      },
    ],
  };
}

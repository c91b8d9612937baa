import { addDays, addMonths, addYears, countDays, weekday, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { FactSource, NewRecordedTender } from '../../purchase/tenders/recording/fact-types.js';
import { contractFact, tenderFact } from '../../purchase/tenders/recording/given-fact.js';
import { DEMONSTRATION_BODIES } from '../bodies.js';
import { demoId } from '../demo-id.js';
import type { DemoDataset, DemoPractice, DemoRecord } from '../demonstration-types.js';

const id = (key: string): string => demoId('live', key);
const { bureau, agency, committee } = DEMONSTRATION_BODIES;
const REGION = '990200';
export const EVERYDAY_COMMUNITY: string = id('community');
export const EVERYDAY_CONTRACT: string = id('contract');
/** Older people whom the agency visits, one of them each working day in turn. */
const REGISTERED = 12;

interface Purchased {
  key: string;
  name: string;
  category: 'ELDERLY_HOME_CARE' | 'COMMUNITY_SOCIAL_WORK';
  targetGroup: 'ELDERLY' | 'COMMUNITY_ALL';
  amount: string;
  from: PlainDate;
}

const buildWindow = ({ from }: Purchased) => ({ start: from, end: addDays(addYears(from, 1), -1) });
const projectNo = ({ key, from }: Purchased): string => `YS-${from.slice(0, 7)}-${key}`;

const source = (publishedOn: PlainDate, purchased: Purchased): FactSource => ({
  kind: 'notice',
  url: null,
  publishedOn,
  reference: `演示 (demonstration) ${projectNo(purchased)}`,
});

/** Services begin with a quarter, but not with the last one of a fiscal year: that is late for its year (W03). */
const isBeginning = (day: PlainDate): boolean => /-0[147]-01$/.test(day);
/** The last beginning that is not after a day, or the first one that is. */
function lastBeginning(day: PlainDate): PlainDate {
  return isBeginning(day) ? day : lastBeginning(addDays(day, -1));
}
function nextBeginning(after: PlainDate): PlainDate {
  const day = addDays(after, 1);
  return isBeginning(day) ? day : nextBeginning(day);
}

/**
 * What the people of a demonstration have before them on the day of its first start: a home care contract that began some
 * months ago, and community social work that is awarded and ready to be drafted and signed. Both were bought elsewhere.
 */
export function everydayDataset(today: PlainDate): DemoDataset {
  const care: Purchased = {
    key: 'care',
    name: '居家养老服务',
    category: 'ELDERLY_HOME_CARE',
    targetGroup: 'ELDERLY',
    amount: '228000.00',
    from: lastBeginning(addMonths(today, -3)),
  };
  const work: Purchased = {
    key: 'work',
    name: '社区社会工作服务',
    category: 'COMMUNITY_SOCIAL_WORK',
    targetGroup: 'COMMUNITY_ALL',
    amount: '231000.00',
    from: nextBeginning(addMonths(today, 1)),
  };
  return {
    dataset: 'live',
    label: { en: 'Demonstration: what is at work today', zh: '演示：正在进行的项目' },
    organisations: [],
    communities: [
      {
        id: EVERYDAY_COMMUNITY,
        key: 'community',
        name: '演示社区',
        region: REGION,
        kind: 'urban',
        households: 1_200,
        residents60: 640,
        committeeId: committee.id,
      },
    ],
    serviceLines: [care, work].map(serviceLine),
    needs: [],
    programmes: [],
    purchases: [buildAtWork(care), buildNext(work, addDays(today, -9))],
    practice: [practice(care, today)],
    schemes: [],
  };
}

const serviceLine = (line: Purchased): DemoDataset['serviceLines'][number] => ({
  id: id(`line-${line.key}`),
  key: line.key,
  name: `演示社区${line.name}`,
  communities: [EVERYDAY_COMMUNITY],
  region: REGION,
  category: line.category,
  targetGroup: line.targetGroup,
  responsible: bureau.id,
  since: line.from,
  until: null,
  // What is kept here is known day by day: a known end would hold the line still on the day of the first start.
  knownUntil: null,
  assumption: null,
});

const tender = (purchased: Purchased): NewRecordedTender => ({
  conducted: 'elsewhere',
  dataset: 'live',
  buyer: bureau.id,
  title: `【演示】${purchased.name}项目`,
  method: 'COMPETITIVE_CONSULTATION',
  category: purchased.category,
  region: REGION,
  budgetLevel: 'below_provincial',
  serviceLines: [id(`line-${purchased.key}`)],
  window: buildWindow(purchased),
  termText: '一年',
  budget: '240000.00',
  projectNo: projectNo(purchased),
  lots: [{ no: 1, name: purchased.name, ceiling: '240000.00', pricing: 'competitive' }],
});

const supplier = { organisation: agency.id };

const award = (purchased: Purchased, publishedOn: PlainDate) =>
  tenderFact(
    'award',
    1,
    { decidedOn: addDays(publishedOn, -1), publishedOn, supplier, amount: purchased.amount },
    source(publishedOn, purchased),
  );

/** Signed a fortnight before its first day. */
function buildAtWork(care: Purchased): DemoDataset['purchases'][number] {
  const signedOn = addDays(care.from, -14);
  const publishedOn = addDays(signedOn, 1);
  const signed = {
    number: `${projectNo(care)}-1`,
    signedOn,
    publishedOn,
    supplier,
    amount: care.amount,
    window: buildWindow(care),
    termText: '一年',
  };
  const stated = { ...source(signedOn, care), kind: 'statement' as const, publishedOn: null };
  return {
    key: 'care',
    id: id('tender-care'),
    tender: tender(care),
    facts: [award(care, addDays(signedOn, -15)), tenderFact('contract', 1, signed, source(publishedOn, care))],
    contracts: [{ id: EVERYDAY_CONTRACT, lot: 1, facts: [contractFact('started', { on: care.from }, stated)] }],
  };
}

/** Decided some days ago: its contract is due within thirty days of the award notice (law article 46). */
const buildNext = (work: Purchased, publishedOn: PlainDate): DemoDataset['purchases'][number] => ({
  key: 'work',
  id: id('tender-work'),
  tender: tender(work),
  facts: [award(work, publishedOn)],
  contracts: [],
});

export const EVERYDAY_RECIPIENTS: readonly string[] = Array.from({ length: REGISTERED }, (_, i) =>
  id(`recipient-${i + 1}`),
);

const practice = (care: Purchased, today: PlainDate): DemoPractice => ({
  contract: EVERYDAY_CONTRACT,
  standards: [{ no: 1, text: '全年入户服务', target: 240, unit: '人次', measure: { of: 'visits', form: 'visit' } }],
  recipients: EVERYDAY_RECIPIENTS.map((recipient, i) => ({
    id: recipient,
    serviceLine: id(`line-${care.key}`),
    community: EVERYDAY_COMMUNITY,
    no: i + 1,
    name: `演示服务对象${String(i + 1).padStart(2, '0')}`,
    since: care.from,
  })),
  records: buildRecords(care.from, today),
  survey: null,
  payments: [
    { no: 1, trigger: 'signing', share: 5_000 },
    { no: 2, trigger: 'acceptance', share: 5_000 },
  ],
  acceptance: null,
  evaluation: null,
});

/** A visit on each day from Monday to Friday until yesterday; free days are served like any other. */
function buildRecords(from: PlainDate, today: PlainDate): DemoRecord[] {
  return Array.from({ length: countDays(from, today) }, (_, i) => addDays(from, i))
    .filter((day) => day < today && weekday(day) % 6 > 0)
    .map((servedOn, n) => ({
      id: id(`record-${servedOn}`),
      servedOn,
      form: 'visit',
      content: null,
      minutes: 60,
      recipients: [EVERYDAY_RECIPIENTS[n % REGISTERED] ?? ''],
      participants: null,
      withinContract: true,
    }));
}

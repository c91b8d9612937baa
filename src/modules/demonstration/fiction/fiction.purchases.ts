import type {
  ContractFactKind,
  FactSource,
  GivenFact,
  NewRecordedTender,
  TenderFactKind,
  Yuan,
} from '../../tenders/facts.types.js';
import { contractFact, tenderFact } from '../../tenders/given-fact.js';
import type { DemoContract, DemoPurchase } from '../demonstration.types.js';
import { labelOf } from '../labels.js';
import { DISTRICTS, fictionId } from './fiction.bodies.js';
import { chainFacts } from './fiction.chain.js';
import { CHAIN_LOT, linePlans, tenderPlans, type TenderPlan } from './fiction.lots.js';
import { fictionLots, type FictionLot } from './fiction.market.js';

export const yuan = (amount: number): Yuan => `${amount}.00`;
export const tenderId = (key: string): string => fictionId(`tender-${key}`);
export const contractId = (lotKey: string): string => fictionId(`contract-${lotKey}`);
export const lineId = (key: string): string => fictionId(`line-${key}`);
export const communityId = (key: string): string => fictionId(`community-${key}`);
export const programmeId = ({ district, year }: Pick<TenderPlan, 'district' | 'year'>): string =>
  fictionId(`programme-${district}-${year - 1}`);

/** Published in the invented market only, which the reference says wherever the fact is shown. */
export const sourceOf = (projectNo: string, publishedOn: string | null): FactSource => ({
  kind: 'notice',
  url: null,
  publishedOn,
  reference: `虚构 (invented) ${projectNo}`,
});

export function fictionPurchases(): DemoPurchase[] {
  const all = fictionLots();
  return tenderPlans().map((tender): DemoPurchase => {
    const lots = all.filter((lot) => lot.tender.key === tender.key);
    const [first] = lots;
    if (first === undefined) throw new Error(`a tender without a lot: ${tender.key}`);
    return {
      key: tender.key,
      id: tenderId(tender.key),
      tender: recordedTender(first),
      facts: [...callFacts(first), ...lots.flatMap(lotFacts)],
      contracts: lots.map((lot) => contractOf(lot, all)),
    };
  });
}

function recordedTender({ tender, projectNo, schedule }: FictionLot): NewRecordedTender {
  const { region, bureau } = DISTRICTS[tender.district];
  return {
    conducted: 'elsewhere',
    dataset: 'fiction',
    buyer: bureau,
    title: `【虚构】${tender.place}${labelOf(tender.category)}项目（${tender.year}年）`,
    method: tender.method,
    category: tender.category,
    region,
    budgetLevel: 'below_provincial',
    programme: programmeId(tender),
    serviceLines: tender.line === null ? [] : [lineId(tender.line)],
    window: schedule.window,
    termText: '一年',
    budget: yuan(tender.lots.reduce((sum, { ceiling }) => sum + ceiling, 0)),
    projectNo,
    lots: tender.lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling: yuan(ceiling), pricing })),
    externalIds: [{ system: 'fiction', id: tender.key }],
  };
}

function callFacts({ projectNo, schedule }: FictionLot): GivenFact<TenderFactKind>[] {
  const { intention, notice, documentsTo, deadline, openingAt } = schedule;
  const call = { publishedOn: notice, documentsFrom: notice, documentsTo, deadline, openingAt };
  return [
    tenderFact('intention', null, { publishedOn: intention }, sourceOf(projectNo, intention)),
    tenderFact('notice', null, call, sourceOf(projectNo, notice)),
    tenderFact('opening', null, { heldAt: openingAt }, sourceOf(projectNo, schedule.resultOn)),
  ];
}

function lotFacts({ lot, projectNo, schedule, bids }: FictionLot): GivenFact<TenderFactKind>[] {
  const { decidedOn, resultOn, signedOn, contractOn, window } = schedule;
  const result = sourceOf(projectNo, resultOn);
  const [winner] = bids;
  if (winner === undefined) throw new Error(`a lot without a bid: ${lot.key}`);
  const supplier = { organisation: winner.organisation };
  const amount = yuan(winner.price);
  const number = `${projectNo}-${lot.no}`;
  return [
    ...bids.map(({ organisation, price, rank, score }) =>
      tenderFact('bid', lot.no, { bidder: { organisation }, price: yuan(price), rank, score, status: 'valid' }, result),
    ),
    tenderFact('award', lot.no, { decidedOn, publishedOn: resultOn, supplier, amount, bidCount: bids.length }, result),
    tenderFact(
      'contract',
      lot.no,
      { number, signedOn, publishedOn: contractOn, supplier, amount, window, termText: '一年' },
      sourceOf(projectNo, contractOn),
    ),
  ];
}

function contractOf(lot: FictionLot, all: readonly FictionLot[]): DemoContract {
  const id = contractId(lot.lot.key);
  const next = all.find(
    ({ tender }) => tender.line !== null && tender.line === lot.tender.line && tender.year === lot.tender.year + 1,
  );
  const facts = [
    ...(lot.lot.key === CHAIN_LOT ? chainFacts(lot) : []),
    ...(next === undefined ? [] : continuityFacts(lot, next)),
  ];
  return { id, lot: lot.lot.no, facts };
}

/** The plan for what comes after the year, agreed before its last quarter, and the handover where the agency changes. */
function continuityFacts(lot: FictionLot, next: FictionLot): GivenFact<ContractFactKind>[] {
  const from = next.schedule.window.start;
  const serviceLine = lineId(lot.tender.line ?? '');
  const source: FactSource = {
    kind: 'statement',
    url: null,
    publishedOn: null,
    reference: `虚构 (invented) ${lot.projectNo}`,
  };
  const plan = contractFact(
    'plan',
    { kind: 'retender', serviceLine, from, agreedOn: `${lot.tender.year}-09-12`, carriedOutOn: from },
    source,
  );
  if (lot.bids[0]?.agency === next.bids[0]?.agency) return [plan];
  const recipients = linePlans().find(({ key }) => key === lot.tender.line)?.recipients;
  const toContract = contractId(next.lot.key);
  return [plan, contractFact('handover', { serviceLine, toContract, on: from, recipients }, source)];
}

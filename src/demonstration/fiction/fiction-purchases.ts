import type { GivenFact, NewRecordedTender, TenderFactKind } from '../../purchase/tenders/recording/fact-types.js';
import { tenderFact } from '../../purchase/tenders/recording/given-fact.js';
import type { DemoPurchase } from '../demonstration-types.js';
import { getCategoryLabel } from '../labels.js';
import { DISTRICTS } from './fiction-bodies.js';
import { buildContract } from './fiction-contracts.js';
import { lineId, programmeId, buildSource, tenderId, yuan } from './fiction-ids.js';
import { allTenders, fictionLots, type FictionLot } from './fiction-market.js';

export function fictionPurchases(): DemoPurchase[] {
  const all = fictionLots();
  return allTenders().map((tender): DemoPurchase => {
    const lots = all.filter((lot) => lot.tender.key === tender.key);
    const [first] = lots;
    if (first === undefined) throw new Error(`a tender without a lot: ${tender.key}`);
    return {
      key: tender.key,
      id: tenderId(tender.key),
      tender: recordedTender(first),
      facts: [...callFacts(first), ...lots.flatMap(lotFacts)],
      contracts: lots.map((lot) => buildContract(lot, all)),
    };
  });
}

function recordedTender({ tender, projectNo, schedule }: FictionLot): NewRecordedTender {
  const { region, bureau } = DISTRICTS[tender.district];
  return {
    conducted: 'elsewhere',
    dataset: 'fiction',
    buyer: tender.buyer ?? bureau,
    title: `【虚构】${tender.place}${getCategoryLabel(tender.category)}项目（${tender.year}年）`,
    method: tender.method,
    category: tender.category,
    region,
    budgetLevel: 'below_provincial',
    ...(!tender.small && { programme: programmeId(tender) }),
    serviceLines: tender.line === null ? [] : [lineId(tender.line)],
    window: schedule.window,
    termText: formatTerm(tender),
    budget: yuan(tender.lots.reduce((sum, { ceiling }) => sum + ceiling, 0)),
    projectNo,
    lots: tender.lots.map(({ no, name, ceiling, pricing }) => ({ no, name, ceiling: yuan(ceiling), pricing })),
    externalIds: [{ system: 'fiction', id: tender.key }],
  };
}

const formatTerm = ({ small }: FictionLot['tender']): string => (small ? '十一个月' : '一年');

function callFacts({ projectNo, schedule }: FictionLot): GivenFact<TenderFactKind>[] {
  const { intention, notice, documentsTo, deadline, openingAt } = schedule;
  const call = { publishedOn: notice, documentsFrom: notice, documentsTo, deadline, openingAt };
  return [
    tenderFact('intention', null, { publishedOn: intention }, buildSource(projectNo, intention)),
    tenderFact('notice', null, call, buildSource(projectNo, notice)),
    tenderFact('opening', null, { heldAt: openingAt }, buildSource(projectNo, schedule.resultOn)),
  ];
}

function lotFacts({ tender, lot, projectNo, schedule, bids }: FictionLot): GivenFact<TenderFactKind>[] {
  const { decidedOn, resultOn, signedOn, contractOn, window } = schedule;
  const result = buildSource(projectNo, resultOn);
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
      { number, signedOn, publishedOn: contractOn, supplier, amount, window, termText: formatTerm(tender) },
      buildSource(projectNo, contractOn),
    ),
  ];
}

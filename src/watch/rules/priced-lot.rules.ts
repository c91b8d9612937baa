import { formatYuan } from '../../kernel/money/money.js';
import type { Evidence, Finding, Reason, Text } from '../runs/assessment-types.js';
import type { BidFacts, LotFacts } from '../facts/fact-types.js';
import { findDispute, insufficient, missing, notApplicable } from './finding.rules.js';
import type { Indicator } from './indicator-types.js';

/** Fewer bids carry no pattern: two prices are always in equal steps. */
export const LEAST_BIDS = 3;

export interface PricedBid {
  bid: BidFacts;
  /** In fen, above 0. */
  price: bigint;
}

/**
 * The bids of a competitive lot, cheapest first, or why the prices say nothing: at a fixed price honest bidders all bid
 * the ceiling; a pattern in a part of the bids is no pattern; a kind of pricing that is not known is not guessed.
 */
export function pricedBids(facts: LotFacts): PricedBid[] | Finding {
  if (facts.method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
  const quarrel = findDispute(facts.conflicts, ['pricing', 'bids', 'bidCount']);
  if (quarrel !== null) return insufficient(quarrel);
  if (facts.pricing === 'fixed') return notApplicable({ code: 'fixed_price' });
  if (facts.bidCount === 0) return notApplicable({ code: 'no_bids' });
  const priced = facts.bids.flatMap((bid) => {
    const price = bid.price === null ? 0n : BigInt(bid.price);
    return price > 0n ? [{ bid, price }] : [];
  });
  const unknown = missing({
    pricing: facts.pricing,
    bidCount: facts.bidCount,
    bids: facts.bidCount !== null && facts.bids.length + facts.withdrawn < facts.bidCount ? null : facts.bids,
    prices: priced.length < facts.bids.length ? null : priced,
  });
  if (unknown !== null) return insufficient(unknown);
  if (priced.length !== facts.bidCount && priced.length + facts.withdrawn !== facts.bidCount)
    return insufficient({ code: 'conflict', fields: ['bidCount', 'bids'] });
  if (priced.length < LEAST_BIDS) return insufficient({ code: 'too_few_bids', bids: priced.length });
  return priced.sort(byPrice);
}

function byPrice(a: PricedBid, b: PricedBid): number {
  if (a.price !== b.price) return a.price < b.price ? -1 : 1;
  return a.bid.key < b.bid.key ? -1 : 1;
}

function lotRecord(facts: LotFacts): string {
  return `lot:${facts.subject.id}`;
}

export function priceEvidence(facts: LotFacts, bids: readonly PricedBid[], grid: bigint): Evidence[] {
  return [
    ...bids.map(({ bid, price }) => ({ record: bid.record, field: 'price', value: formatYuan(price) })),
    { record: lotRecord(facts), field: 'priceGrid', value: formatYuan(grid) },
  ];
}

export function noPower(bids: number, cells: bigint, smallestP: string): Reason {
  return { code: 'no_power', bids, cells: cells.toString(), smallestP };
}

const OF_BIDS: Text = {
  en: ' Nobody said whether prices compete here: that they do is shown by the bids, which name different ones.',
  zh: '公告未说明计价方式；各报价不同，由此认定为竞争性报价。',
};
const sayRanks = (count: number): Text => ({
  en: ` How many bids there were is not published: the ${count} that are listed bear all ranks from the first.`,
  zh: `公告未说明响应供应商总数；所列 ${count} 家名次连续，仅就所列报价判断。`,
});

/**
 * A rule on the prices of a lot also where a list bears all ranks and nobody said how many bids there were. Of a list that
 * leaves out the last ranks the rest is judged as well as the whole: its null is conditional on how many there are and on their
 * range. The answer says what it was taken from.
 */
export const judgeListedPrices = (indicator: Indicator<'lot'>): Indicator<'lot'> => ({
  ...indicator,
  uses: [...indicator.uses, 'ranked', 'withdrawn', 'pricingOfBids'],
  evaluate(facts, seed) {
    const { bidCount, ranked } = facts;
    const isByRanks = bidCount === null && ranked !== null;
    const finding = indicator.evaluate({ ...facts, bidCount: isByRanks ? ranked : bidCount }, seed);
    if (finding.state !== 'triggered' && finding.state !== 'clear') return finding;
    const notes = [...(facts.pricingOfBids ? [OF_BIDS] : []), ...(isByRanks ? [sayRanks(ranked)] : [])];
    const explanation = notes.reduce(
      (said, { en, zh }) => ({ en: said.en + en, zh: said.zh + zh }),
      finding.explanation,
    );
    return { ...finding, explanation };
  },
});

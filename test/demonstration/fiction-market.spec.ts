import { describe, expect, it } from '@jest/globals';
import { FICTION_CASES } from '../../src/modules/demonstration/fiction/fiction.cases.js';
import { fictionDataset } from '../../src/modules/demonstration/fiction/fiction.dataset.js';
import type { TenderFactData } from '../../src/modules/tenders/facts.types.js';
import { parseYuan } from '../../src/platform/money/money.js';
import { C05 } from '../../src/modules/risk/indicators/c05-regular-prices.js';
import { C11 } from '../../src/modules/risk/indicators/c11-identical-prices.js';
import type { BidFacts, LotFacts } from '../../src/modules/risk/facts.types.js';

const market = fictionDataset();
const bodies = new Map(market.organisations.map((body) => [body.id, body]));

const bidFacts = (tender: string, data: TenderFactData['bid']): BidFacts => {
  const body = bodies.get(data.bidder.organisation ?? '');
  if (body === undefined) throw new Error(`unknown bidder in ${tender}`);
  const people = (list: readonly { key: string; name: string }[]) =>
    list.map(({ key, name }) => ({ key, label: name }));
  return {
    key: body.key,
    record: `bid:${tender}/${body.key}`,
    bidder: body.name,
    price: parseYuan(data.price ?? '').toString(),
    items: null,
    registration: {
      record: `organisation:${body.id}`,
      heads: people(body.heads),
      founders: people(body.founders),
      holds: [...body.holds],
      manages: [],
    },
  };
};

/** Every lot as the rules would be given it. */
const lots = market.purchases.flatMap(({ key, tender, facts }) =>
  (tender.lots ?? []).map(({ no, ceiling, pricing }) => {
    const own = facts.filter(({ lot }) => lot === no);
    const award = own.find(({ kind }) => kind === 'award')?.data as TenderFactData['award'];
    const lot: LotFacts = {
      subject: { type: 'lot', id: `${key}/${no}`, key: `${key}/${no}` },
      asOf: '2026-11-20',
      conflicts: [],
      method: tender.method ?? null,
      pricing: pricing ?? null,
      startedOn: (facts.find(({ kind }) => kind === 'notice')?.data as TenderFactData['notice']).publishedOn ?? null,
      ceiling: parseYuan(ceiling ?? '').toString(),
      bidCount: award.bidCount ?? null,
      bids: own.filter(({ kind }) => kind === 'bid').map(({ data }) => bidFacts(key, data as TenderFactData['bid'])),
    };
    return { key, no, lot };
  }),
);

describe('the invented market, judged by the rules', () => {
  const states = lots.map(({ key, no, lot }) => ({
    key,
    no,
    n: lot.bids.length,
    C05: C05.evaluate(lot, 'seed').state,
    C11: C11.evaluate(lot, 'seed').state,
  }));

  it.each(FICTION_CASES.filter(({ indicator }) => indicator === 'C05' || indicator === 'C11'))(
    '$indicator is $expected at $tenderKey: $why.en',
    ({ indicator, expected, tenderKey, lot }) => {
      const found = states.find(({ key, no }) => key === tenderKey && no === lot);
      expect(found?.[indicator === 'C05' ? 'C05' : 'C11']).toBe(expected);
    },
  );

  it.each(['C05', 'C11'] as const)(
    '%s triggers nowhere else; honest lots of three bids and more are clear',
    (indicator) => {
      const planted = FICTION_CASES.find((c) => c.indicator === indicator && c.expected === 'triggered');
      expect(states.filter((s) => s[indicator] === 'triggered').map(({ key }) => key)).toEqual([planted?.tenderKey]);
      expect(states.filter((s) => s.n >= 3 && s[indicator] === 'insufficient_data')).toEqual([]);
    },
  );
});

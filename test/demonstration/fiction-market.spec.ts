import { describe, expect, it } from '@jest/globals';
import { FICTION_CASES } from '../../src/demonstration/fiction/fiction-cases.js';
import { fictionDataset } from '../../src/demonstration/fiction/fiction-dataset.js';
import { findCategory } from '../../src/law/code-lists/code-lists.js';
import type { ContractFactData, TenderFactData } from '../../src/purchase/tenders/recording/fact-types.js';
import { shippedCalendar } from '../../src/law/calendars/shipped-calendar.js';
import { parseYuan } from '../../src/kernel/money/money.js';
import { C05 } from '../../src/watch/indicators/c05-regular-prices.js';
import { C08 } from '../../src/watch/indicators/c08-related-suppliers.js';
import { C11 } from '../../src/watch/indicators/c11-identical-prices.js';
import { C14 } from '../../src/watch/indicators/c14-single-bid.js';
import { W01 } from '../../src/watch/indicators/w01-short-window.js';
import { W02 } from '../../src/watch/indicators/w02-delayed-window.js';
import { W03 } from '../../src/watch/indicators/w03-late-for-its-year.js';
import { computeSpan } from '../../src/watch/rules/span.rules.js';
import type { BidFacts, LotFacts, WindowFacts } from '../../src/watch/facts/fact-types.js';
import { REACHED } from '../support/risk-facts.js';

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
      pricingOfBids: false,
      startedOn: (facts.find(({ kind }) => kind === 'notice')?.data as TenderFactData['notice']).publishedOn ?? null,
      ceiling: parseYuan(ceiling ?? '').toString(),
      bidCount: award.bidCount ?? null,
      bids: own.filter(({ kind }) => kind === 'bid').map(({ data }) => bidFacts(key, data as TenderFactData['bid'])),
      ranked: null,
      withdrawn: 0,
      handedIn: [],
      handedOut: [],
      winners: null,
      state: null,
      deadline: null,
      meetings: [],
      bonds: { asked: null, paid: [] },
      comparison: null,
      reach: REACHED,
    };
    return { key, no, lot };
  }),
);

const LOT_RULES = { C05, C08, C11, C14 } as const;
type LotRule = keyof typeof LOT_RULES;

describe('the lots of the invented market, judged by the rules', () => {
  const states = lots.map(({ key, no, lot }) => {
    const state = (rule: LotRule) => LOT_RULES[rule].evaluate(lot, 'seed').state;
    return { key, no, n: lot.bids.length, C05: state('C05'), C08: state('C08'), C11: state('C11'), C14: state('C14') };
  });

  it.each(FICTION_CASES)(
    '$indicator is $expected at $tenderKey: $why.en',
    ({ indicator, expected, tenderKey, lot }) => {
      expect(states.find(({ key, no }) => key === tenderKey && no === lot)?.[indicator]).toBe(expected);
    },
  );

  it.each(['C05', 'C08', 'C11', 'C14'] as const)('%s triggers nowhere else', (indicator) => {
    const staged = FICTION_CASES.filter((c) => c.indicator === indicator && c.expected === 'triggered');
    expect(states.filter((s) => s[indicator] === 'triggered').map(({ key }) => key)).toEqual(
      staged.map(({ tenderKey }) => tenderKey),
    );
  });

  it.each(['C05', 'C08', 'C11', 'C14'] as const)(
    '%s has something to say of every lot with three bids and more',
    (indicator) => {
      expect(states.filter((s) => s.n >= 3 && s[indicator] === 'insufficient_data')).toEqual([]);
    },
  );
});

describe('the windows of the invented market', () => {
  const calendar = shippedCalendar();
  const recorded = <T>(value: T) => ({ value, record: 'contract:1', source: 'notice' as const });
  const windows = market.purchases.flatMap(({ tender, facts, contracts }) =>
    contracts.map(({ lot, facts: own }): WindowFacts => {
      const of = (kind: string) => facts.find((fact) => fact.kind === kind && fact.lot === lot)?.data;
      const signed = of('contract') as TenderFactData['contract'];
      const award = of('award') as TenderFactData['award'];
      const paid = own.find(({ kind }) => kind === 'payment')?.data as ContractFactData['payment'];
      const window = { start: signed.window?.start ?? null, end: signed.window?.end ?? null };
      return {
        subject: { type: 'contract', id: '1', key: '1' },
        asOf: '2026-11-20',
        conflicts: [],
        category: { code: tender.category ?? '', continuous: findCategory(tender.category)?.continuous === true },
        window: recorded(window),
        span: computeSpan(window, calendar),
        draft: null,
        termText: null,
        awardedOn: recorded(award.decidedOn ?? ''),
        signedOn: recorded(signed.signedOn ?? ''),
        allocatedOn: recorded(paid.on ?? ''),
      };
    }),
  );

  it.each([
    ['W01', W01],
    ['W02', W02],
    ['W03', W03],
  ] as const)('%s is clear of every contract of a service that goes on', (_, rule) => {
    const continuous = windows.filter(({ category }) => category?.continuous);
    // Two years of 18 lines, 71 small projects, and 36 calls of the other buyers.
    expect(continuous).toHaveLength(36 + 71 + 36);
    expect(continuous.filter((facts) => rule.evaluate(facts, 'seed').state !== 'clear')).toEqual([]);
    expect(windows.filter((facts) => rule.evaluate(facts, 'seed').state === 'triggered')).toEqual([]);
  });
});

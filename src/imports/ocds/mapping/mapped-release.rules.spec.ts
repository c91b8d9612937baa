import { describe, expect, it } from '@jest/globals';
import { mapRelease } from './mapped-release.rules.js';

const CNY = (amount: number) => ({ amount, currency: 'CNY' });
const PERIOD = { startDate: '2024-03-01T00:00:00+08:00', endDate: '2024-03-25T09:30:00+08:00' };
const party = (id: string) => ({ id, name: `名${id}` });
const RELEASE = {
  ocid: 'ocds-made00-1',
  id: '1',
  date: '2024-03-01T00:00:00+08:00',
  tag: ['tender'],
  language: 'zh',
  initiationType: 'tender',
  parties: [{ ...party('b'), identifier: { scheme: 'CN-USCI', id: '5', legalName: '名b' }, roles: ['buyer'] }],
  buyer: party('b'),
  planning: {
    budget: { amount: CNY(3) },
    documents: [{ id: '1', documentType: 'plannedProcurementNotice', title: '意向', datePublished: PERIOD.startDate }],
  },
  tender: {
    id: 't',
    title: '项目',
    status: 'complete',
    procurementMethod: 'open',
    procurementMethodDetails: '公开招标',
    mainProcurementCategory: 'services',
    value: CNY(2),
    procuringEntity: party('b'),
    tenderPeriod: PERIOD,
    contractPeriod: PERIOD,
    numberOfTenderers: 1,
    tenderers: [party('s')],
    lots: [{ id: 'a', title: '甲', value: CNY(2), status: 'complete', contractPeriod: PERIOD }],
    items: [{ id: 'i', description: '甲', relatedLot: 'a', classification: { scheme: 'x_throughline_category', id: 'x', description: 'x' } }], // prettier-ignore
    enquiries: [{ id: 'q', answer: '可以', dateAnswered: PERIOD.startDate }],
    amendments: [{ id: 'm', date: PERIOD.startDate }],
    documents: [{ id: 'd', documentType: 'tenderNotice', title: '公告', url: 'https://example.org/d', datePublished: PERIOD.startDate, language: 'zh' }], // prettier-ignore
  },
  bids: { details: [{ id: 'b', status: 'valid', date: PERIOD.startDate, tenderers: [party('s')], value: CNY(2), relatedLots: ['a'] }] }, // prettier-ignore
  awards: [{ id: 'aw', status: 'active', date: PERIOD.endDate, value: CNY(2), suppliers: [party('s')], relatedLots: ['a'] }], // prettier-ignore
  contracts: [
    {
      id: 'c',
      awardID: 'aw',
      title: '项目',
      description: '合同编号：1',
      status: 'active',
      dateSigned: PERIOD.endDate,
      value: CNY(2),
      period: PERIOD,
      implementation: {
        transactions: [{ id: 'p', date: PERIOD.endDate, value: CNY(1), payer: party('b'), payee: party('s') }],
        milestones: [{ id: 'm', title: '中期', type: 'delivery', dueDate: PERIOD.endDate, dateMet: PERIOD.endDate, status: 'met' }], // prettier-ignore
      },
    },
  ],
};

/** Each place of a value, as the way to it. */
function listPlaces(value: unknown, way: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, item]) => listPlaces(item, [...way, key]))];
}

/** The same with another value at that place. */
function replace(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replace(copy[key], rest, other);
  return copy;
}

const ODD = [null, true, 5, -0.001, 1e300, '', '甲', '2024-03', [], [null], [5], [[]], {}, { id: {} }, { id: null }];
const places = listPlaces(RELEASE).filter(([first]) => first !== undefined);

describe('a release as a purchase', () => {
  it('is read whole', () => {
    const { errors, facts, contracts, documents } = mapRelease(RELEASE, 'import:x');
    expect(errors).toEqual([]);
    expect(facts.map(({ fact }) => fact.kind)).toEqual(['intention', 'notice', 'correction', 'clarification', 'bid', 'award', 'contract']); // prettier-ignore
    expect(contracts.map(({ facts: told }) => told.map(({ fact }) => fact.kind))).toEqual([['payment', 'milestone']]);
    expect(documents.map(({ kind }) => kind)).toEqual(['intent', 'tender']);
  });

  it.each(ODD.map((odd) => [JSON.stringify(odd), odd]))(
    'with %s in any place is read, or says what is wrong with it',
    (_, odd) => {
      for (const place of places) {
        const { errors } = mapRelease(replace(RELEASE, place, odd) as Record<string, unknown>, 'import:x');
        // A fault lies at the place that is odd, above it or below it.
        const pointer = `/${place.join('/')}`;
        for (const error of errors)
          expect(`${error.pointer}/`.startsWith(`${pointer}/`) || pointer.startsWith(`${error.pointer}/`)).toBe(true);
      }
    },
  );

  it('keeps dates that are known by month, and changes no amount of another currency', () => {
    const given = replace(replace(RELEASE, ['awards', '0', 'date'], '2024-04'), ['contracts', '0', 'value'], {
      amount: 2,
      currency: 'EUR',
    }) as Record<string, unknown>;
    const { facts, losses } = mapRelease(given, 'import:x');
    const find = (kind: string) => facts.find(({ fact }) => fact.kind === kind)?.fact.data;
    expect(find('award')).toMatchObject({ decidedOn: '2024-04' });
    expect(find('contract')).not.toHaveProperty('amount');
    expect(losses).toContainEqual({ field: 'contracts.value', reason: 'other_currency', count: 1 });
  });
});

describe('the reading of a release', () => {
  const change = (...changes: readonly [string, unknown][]) =>
    mapRelease(
      changes.reduce<unknown>((given, [way, value]) => replace(given, way.split('/'), value), RELEASE) as Record<
        string,
        unknown
      >,
      'import:x',
    );
  const kindsOf = ({ facts }: ReturnType<typeof change>) => facts.map(({ fact }) => fact.kind);
  const find = ({ facts }: ReturnType<typeof change>, kind: string) =>
    facts.filter(({ fact }) => fact.kind === kind).map(({ fact }) => fact);
  const LOTS = ['a', 'b', 'c'].map((id) => ({ id, title: id }));

  it.each(['invited', 'pending', 'somethingElse'])('records no bid whose status is %s', (status) => {
    const read = change(['bids/details/0/status', status]);
    expect(kindsOf(read)).not.toContain('bid');
    expect(read.losses).toContainEqual({ field: 'bids.details.status', reason: 'unknown_code', count: 1 });
    expect(read.losses).toContainEqual({ field: 'bids.details.value.amount', reason: 'no_counterpart', count: 1 });
  });

  it('records a bid that says nothing of its status', () => {
    expect(find(change(['bids/details/0/status', null]), 'bid').map(({ data }) => data)).toMatchObject([
      { price: '2.00' },
    ]);
  });

  it.each(['active', 'unsuccessful'])(
    'records nothing of the whole where an %s award names a lot that is not there',
    (status) => {
      const read = change(
        ['tender/lots', LOTS],
        ['awards/0/status', status],
        ['awards/0/relatedLots', ['x']],
        ['bids/details/0/relatedLots', ['x']],
      );
      expect(kindsOf(read)).toEqual(['intention', 'notice', 'correction', 'clarification']);
      expect(read.losses).toContainEqual({ field: 'awards.relatedLots', reason: 'lot_not_said', count: 1 });
      expect(read.losses).toContainEqual({ field: 'bids.details.relatedLots', reason: 'lot_not_said', count: 1 });
      // Nor is its contract that of the whole.
      expect(read.losses).toContainEqual({ field: 'contracts.awardID', reason: 'lot_not_said', count: 1 });
      expect(read.contracts).toEqual([]);
    },
  );

  it('records nothing of a lot that is named by a process that lists none, or another one', () => {
    for (const lots of [null, [{ id: 'other', title: '乙' }]]) {
      const read = change(['tender/lots', lots], ['contracts', null]);
      expect(kindsOf(read)).not.toContain('award');
      expect(kindsOf(read)).not.toContain('bid');
    }
    const unnamed = change(['tender/lots', null], ['awards/0/relatedLots', null], ['bids/details/0/relatedLots', null]);
    expect(find(unnamed, 'award')).toMatchObject([{ lot: 1, data: { amount: '2.00' } }]);
    expect(find(unnamed, 'bid')).toMatchObject([{ lot: 1 }]);
  });

  it('gives a lot no share of the sum that is said of it and of one that is not there', () => {
    const read = change(['tender/lots', LOTS], ['awards/0/relatedLots', ['a', 'x']], ['bids/details/0/relatedLots', ['a', 'x']]); // prettier-ignore
    for (const kind of ['award', 'bid', 'contract']) {
      const facts = find(read, kind);
      expect(facts.map(({ lot }) => lot)).toEqual([1]);
      expect(facts[0]?.data).not.toHaveProperty(kind === 'bid' ? 'price' : 'amount');
    }
    expect(read.contracts).toEqual([]);
  });

  it('gives no lot the sum of an award of several that names no supplier', () => {
    const named: [string, unknown][] = [
      ['tender/lots', LOTS],
      ['awards/0/relatedLots', ['a', 'b']],
      ['awards/0/suppliers', null],
    ];
    const read = change(...named, ['contracts', null]);
    expect(find(read, 'award').map(({ lot, data }) => [lot, 'amount' in data])).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(read.losses).toContainEqual({ field: 'awards.value', reason: 'amount_of_several', count: 1 });
    // Of one lot, or of the whole, it is its own.
    for (const lots of [['a'], ['a', 'b', 'c']])
      expect(find(change(...named, ['awards/0/relatedLots', lots]), 'award')).toMatchObject([
        { data: { amount: '2.00' } },
      ]);
  });

  it('takes an award that names no lot of several, or all of them, for that of the whole', () => {
    for (const named of [null, ['a', 'b', 'c']])
      expect(find(change(['tender/lots', LOTS], ['awards/0/relatedLots', named]), 'award')).toMatchObject([
        { lot: null, data: { amount: '2.00' } },
      ]);
  });

  it('pairs no contract that names no award with an award that has no id', () => {
    const read = change(['awards/0/id', null], ['contracts/0/awardID', null]);
    expect(find(read, 'award')[0]?.data).toHaveProperty('supplier');
    expect(find(read, 'contract')[0]?.data).not.toHaveProperty('supplier');
  });

  it('records of several lots no contract whose award is not recorded, unless it names a lot', () => {
    const pending: [string, unknown][] = [
      ['tender/lots', LOTS],
      ['awards/0/status', 'pending'],
    ];
    const read = change(...pending);
    expect(kindsOf(read)).not.toContain('contract');
    expect(read.losses).toContainEqual({ field: 'contracts.awardID', reason: 'lot_not_said', count: 1 });
    expect(find(change(...pending, ['contracts/0/relatedLots', ['b']]), 'contract')).toMatchObject([{ lot: 2 }]);
  });

  it('records no award that says no status', () => {
    const read = change(['awards/0/status', null]);
    expect(kindsOf(read)).not.toContain('award');
    expect(read.losses).toContainEqual({ field: 'awards.status', reason: 'unknown_code', count: 1 });
  });

  it('takes a withdrawn tender or lot for no cancellation', () => {
    for (const way of ['tender/status', 'tender/lots/0/status']) {
      const read = change([way, 'withdrawn']);
      expect(kindsOf(read)).not.toContain('cancellation');
      expect(read.losses).toContainEqual({ field: way.replace('/0', '').replaceAll('/', '.'), reason: 'derived', count: 1 }); // prettier-ignore
    }
    expect(kindsOf(change(['tender/status', 'cancelled']))).toContain('cancellation');
  });

  it('takes how many tendered for what came to nothing, by its award or by its status', () => {
    const unsuccessful = change(['awards/0/status', 'unsuccessful']);
    expect(find(unsuccessful, 'failure')).toMatchObject([{ lot: 1, data: { bidCount: 1 } }]);
    const { awards: _, contracts: __, ...called } = RELEASE;
    const failed = (tender: object) => mapRelease({ ...called, tender: { ...RELEASE.tender, ...tender } }, 'import:x');
    const ended = failed({ status: 'unsuccessful' });
    expect(find(ended, 'failure')).toMatchObject([{ lot: null, data: { bidCount: 1 } }]);
    const lots = [{ ...RELEASE.tender.lots[0], status: 'unsuccessful' }];
    expect(find(failed({ status: 'active', lots }), 'failure')).toMatchObject([{ lot: 1, data: { bidCount: 1 } }]);
    expect(find(failed({ status: 'cancelled' }), 'cancellation')).toMatchObject([{ data: {} }]);
    for (const read of [unsuccessful, ended])
      expect(read.losses.map(({ field }) => field)).not.toContain('tender.numberOfTenderers');
  });

  it('takes the day of the notice before the beginning of the period', () => {
    const read = change(['tender/documents/0/datePublished', '2024-02-20T00:00:00+08:00']);
    expect(find(read, 'notice')).toMatchObject([{ data: { publishedOn: '2024-02-20' } }]);
    expect(read.losses).toContainEqual({ field: 'tender.tenderPeriod.startDate', reason: 'derived', count: 1 });
    const undated = change(['tender/documents/0/datePublished', null]);
    expect(find(undated, 'notice')).toMatchObject([{ data: { publishedOn: '2024-03-01' } }]);
    expect(undated.losses.map(({ field }) => field)).not.toContain('tender.tenderPeriod.startDate');
  });

  it('tells documents of one id in planning and tender apart', () => {
    const { documents } = change(['tender/documents/0/id', '1']);
    expect(documents.map(({ part }) => part)).toEqual(['planning/documents/1', 'tender/documents/1']);
  });
});

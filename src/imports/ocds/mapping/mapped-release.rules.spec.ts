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

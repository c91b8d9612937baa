import { describe, expect, it } from '@jest/globals';
import { corrected, fact } from '../../../../test/support/facts.js';
import type { GivenFact, TenderFactKind } from '../../../purchase/tenders/recording/fact-types.js';
import { correcting as correctingAmong, mustBeChangeable, renameLots } from './changed-row.rules.js';
import type { TenderFact } from '../../../purchase/tenders/purchases/purchase-types.js';
import { parseNoticeLine } from '../notice-row-parser.js';
import type { NoticeRow } from '../notice-row-types.js';
import { RowRejected } from '../row-rejection.js';

const source = { kind: 'notice', reference: 'a' } as const;
const given = (kind: TenderFactKind, data: object, lot: number | null = 1) =>
  ({ kind, lot, data, source }) as GivenFact<TenderFactKind>;
const correcting = (facts: GivenFact<TenderFactKind>[], old: TenderFact[], all = old) =>
  correctingAmong(facts, old, all);
const row = (changes: object = {}): NoticeRow => {
  const parsed = parseNoticeLine(JSON.stringify({ id: 'a', notice_type: 'award', project_title: 't', ...changes }), 1);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.row;
};

describe('the facts of a row that comes again with another content', () => {
  it('correct those of the same kind and lot, and say why', () => {
    const old = fact('award', { amount: '5.00' }, { id: 'old', lot: 1, source });
    const [now] = correcting([given('award', { amount: '6.00' })], [old]);
    expect(now).toMatchObject({ data: { amount: '6.00' }, replaces: 'old', reason: expect.any(String) });
  });

  it('that say the same correct nothing, whatever was added when they were stored', () => {
    const old = fact('award', { supplier: { name: '甲', organisation: 'id' } }, { lot: 1, source });
    expect(correcting([given('award', { supplier: { name: '甲' }, amount: undefined })], [old])).toEqual([]);
  });

  it('whose notice was dated anew are corrected too', () => {
    const old = fact('award', {}, { id: 'old', lot: 1, source: { ...source, publishedOn: '2017-12-20' } });
    const dated = { ...given('award', {}), source: { ...source, publishedOn: '2017-12-21' } };
    expect(correcting([dated], [old])).toMatchObject([{ replaces: 'old' }]);
  });

  it('bids find their bidder first, and what is left finds what is left', () => {
    const bid = (id: string, name: string) => fact('bid', { bidder: { name } }, { id, lot: 1, source });
    const now = correcting(
      [given('bid', { bidder: { name: '丙' } }), given('bid', { bidder: { name: '甲' }, price: '1.00' })],
      [bid('first', '甲'), bid('second', '乙')],
    );
    expect(now.map((f) => f.replaces)).toEqual(['second', 'first']);
  });

  it('correct what a person put in their place, where they say otherwise than before, and else leave that', () => {
    const old = fact('award', { amount: '5.00' }, { id: 'old', lot: 1, source });
    const hand = corrected([old], 'old', { amount: '6.00' });
    // A person may name the source of the row, or their own.
    for (const own of [hand, hand.slice(0, 1)]) {
      const [now] = correcting([given('award', { amount: '7.00' })], own, hand);
      expect(now).toMatchObject({ data: { amount: '7.00' }, replaces: 'old-corrected' });
      expect(correcting([given('award', { amount: '5.00' })], own, hand)).toEqual([]);
    }
  });

  it('further ones are new', () => {
    expect(correcting([given('award', {})], [])).toEqual([given('award', {})]);
  });

  it('that are gone are no correction: the row is rejected', () => {
    const old = fact('award', {}, { lot: 1, source });
    expect(() => correcting([], [old])).toThrow(RowRejected);
    expect(() => correcting([given('award', {}, 2)], [old])).toThrow(RowRejected);
    expect(correcting([], [{ ...old, replacedBy: 'another' }])).toEqual([]);
  });
});

describe('what a row may change', () => {
  const faults = (now: object, before: object): string[] => {
    try {
      mustBeChangeable(row(now), row(before));
      return [];
    } catch (error) {
      return (error as RowRejected).errors.map((e) => e.pointer);
    }
  };

  it('not its kind, its purchase, its buyer, the number of its lots', () => {
    expect(faults({ notice_type: 'tender' }, {})).toEqual(['/notice_type']);
    expect(faults({ follows: 'b' }, {})).toEqual(['/follows']);
    expect(faults({ buyer: '乙' }, { buyer: '甲' })).toEqual(['/buyer']);
    expect(faults({}, { buyer: '甲' })).toEqual(['/buyer']);
    expect(faults({ lots: [{ lot_no: '1' }, { lot_no: '2' }] }, {})).toEqual(['/lots']);
  });

  it('a buyer that becomes known, and one lot where there was none, are no change of these', () => {
    expect(faults({ buyer: '甲', lots: [{ lot_no: '1' }] }, {})).toEqual([]);
  });

  it('lots keep their numbers under new names', () => {
    const lots = [
      { no: 1, name: '一标段' },
      { no: 2, name: '二标段' },
    ];
    const named = (...names: string[]) => row({ lots: names.map((name) => ({ name })) });
    expect(renameLots(lots, named('东片', '西片'), named('一标段', '二标段'))).toEqual([
      { no: 1, name: '东片' },
      { no: 2, name: '西片' },
    ]);
    expect(renameLots(lots, named('一标段', '二标段'), named('一标段', '二标段'))).toEqual(lots);
  });

  it('lots that come in another order keep the numbers of their names and labels', () => {
    const named = [
      { no: 1, name: '一标段' },
      { no: 2, name: '二标段' },
    ];
    const names = (...of: string[]) => row({ lots: of.map((name) => ({ name })) });
    expect(renameLots(named, names('二标段', '一标段'), names('一标段', '二标段'))).toEqual(named);
    expect(renameLots(named, names('二标段', '西片'), names('一标段', '二标段'))).toEqual([
      { no: 1, name: '西片' },
      { no: 2, name: '二标段' },
    ]);
    const numbered = [
      { no: 1, name: null },
      { no: 2, name: null },
    ];
    const labels = (...of: string[]) => row({ lots: of.map((lot_no) => ({ lot_no })) });
    expect(renameLots(numbered, labels('2', '1'), labels('1', '2'))).toEqual(numbered);
  });
});

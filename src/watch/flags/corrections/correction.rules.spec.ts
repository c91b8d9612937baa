import { describe, expect, it } from '@jest/globals';
import { findCorrection, type Correction, type Ground, type Inputs } from './correction.rules.js';

const correction = (change: Partial<Correction>): Correction => ({
  audit: '7',
  fact: 'new',
  replaced: 'old',
  root: 'tender:t1',
  before: {},
  after: {},
  unquoted: [],
  conflicts: [],
  ...change,
});
const window = (start: string, end: string, record = 'contract:c1') => ({
  value: { start, end },
  record,
  source: 'notice',
});
const short = window('2018-01-01', '2018-05-31');
const long = window('2018-01-01', '2018-12-31');
const ground = (
  was: Inputs,
  now: Inputs | null,
  uses = ['window', 'span', 'bids', 'contracts', 'ceiling'],
): Ground => ({
  uses,
  was: { conflicts: [], ...was },
  now: now && { conflicts: [], ...now },
});

describe('what took away the ground of a finding', () => {
  it('is the correction of a value that the rule read', () => {
    const end = correction({ before: { window: short.value }, after: { window: long.value } });
    expect(findCorrection(ground({ window: short }, { window: long }), [end])).toBe(end);
  });

  it('is no correction of another value, of whatever record', () => {
    const other = [
      correction({ before: { amount: '1.00' }, after: { amount: '2.00' } }),
      correction({ before: { window: short.value, number: '甲' }, after: { window: short.value, number: '乙' } }),
      correction({ before: { window: { end: '2018-05-31' } }, after: { window: { end: '2018-06-30' } } }),
      correction({ fact: null, replaced: null, root: 'organisation:o1', unquoted: ['relations'] }),
    ];
    expect(findCorrection(ground({ window: short }, { window: long }), other)).toBeUndefined();
  });

  it('is a merge where a body goes no more by what it was called, wherever that stood', () => {
    const merge = correction({
      ...{ fact: null, replaced: null, root: 'organisation:o1', merge: true },
      ...{ before: { key: '甲', name: '甲' }, after: { key: '52A', name: '乙' } },
    });
    const bid = (key: string) => ({ bids: [{ key, record: 'bid:b1', price: '100' }] });
    expect(findCorrection(ground(bid('甲'), bid('52A')), [merge])).toBe(merge);
    expect(findCorrection(ground(bid('丙'), bid('52A')), [merge])).toBeUndefined();
    expect(findCorrection(ground({ bids: [] }, bid('52A')), [merge])).toBeUndefined();
  });

  it('is no correction of a value that the rule does not read', () => {
    const signed = correction({ before: { signedOn: '2018-01-05' }, after: { signedOn: '2018-01-06' } });
    const both = [{ signedOn: { value: '2018-01-05' } }, { signedOn: { value: '2018-01-06' }, window: long }] as const;
    expect(findCorrection(ground({ ...both[0], window: short }, both[1]), [signed])).toBeUndefined();
  });

  it('is the newest of several', () => {
    const said = { before: { window: { end: '2018-05-31' } }, after: { window: { end: '2018-12-31' } } };
    const [newer, older] = [correction({ ...said, audit: '9' }), correction({ ...said, audit: '8' })];
    expect(findCorrection(ground({ window: short }, { window: long }), [newer, older])).toBe(newer);
  });

  it('is a withdrawn value too, though the rule reads another record in its place', () => {
    const gone = correction({ before: { window: { end: '2018-05-31' } }, after: {} });
    const fallback = window('2018-01-01', '2018-12-31', 'tender:t1');
    expect(findCorrection(ground({ window: short }, { window: fallback }), [gone])).toBe(gone);
    const added = correction({ before: {}, after: { window: { end: '2018-12-31' } } });
    expect(findCorrection(ground({ window: fallback }, { window: window('2018-01-01', '2018-12-31') }), [added])).toBe(
      undefined,
    );
    expect(findCorrection(ground({ window: short }, { window: long }), [added])).toBe(added);
  });

  it('knows yuan from fen, and a minute’s day', () => {
    const price = correction({ before: { price: '200000.00' }, after: { price: '210000.00' } });
    const bids = (fen: string) => ({ bids: [{ key: '甲', record: 'bid:b1', bidder: '甲', price: fen }] });
    expect(findCorrection(ground(bids('20000000'), bids('21000000')), [price])).toBe(price);
    const deadline = correction({
      before: { deadline: '2017-12-04T09:30:00+08:00' },
      after: { deadline: '2017-12-14T09:30:00+08:00' },
    });
    const day = (startedOn: string) => ({ startedOn });
    expect(findCorrection(ground(day('2017-12-04'), day('2017-12-14'), ['startedOn']), [deadline])).toBe(deadline);
  });

  it('is the ceiling of a lot that was published anew', () => {
    const ceiling = (fen: string) => ({ lots: [{ key: '1', ceiling: fen }] });
    const changed = correction({ fact: null, replaced: null, before: ceiling('20000000'), after: ceiling('25000000') });
    const fields = ['ceiling'];
    expect(findCorrection(ground({ ceiling: '20000000' }, { ceiling: '25000000' }, fields), [changed])).toBe(changed);
    expect(findCorrection(ground({ ceiling: '10000000' }, { ceiling: '15000000' }, fields), [changed])).toBeUndefined();
  });

  it('is the fact that the rule named, whatever of it was corrected', () => {
    const bids = [
      { key: '甲', record: 'bid:old', bidder: '甲', price: '1' },
      { key: '乙', record: 'bid:b2', bidder: '乙', price: '2' },
    ];
    const withdrawn = correction({ before: { status: 'valid' }, after: { status: 'withdrawn' } });
    expect(findCorrection(ground({ bids }, { bids: bids.slice(1) }), [withdrawn])).toBe(withdrawn);
    expect(findCorrection(ground({ bids }, { bids: bids.slice(0, 1) }), [withdrawn])).toBeUndefined();
  });

  it('is no correction of another record that says the same as one that came or went', () => {
    const bid = (key: string, record: string) => ({ key, record, bidder: key, price: '1', status: 'valid' });
    const bids = [bid('甲', 'bid:b1'), bid('乙', 'bid:b2')];
    const elsewhere = correction({ before: { status: 'withdrawn' }, after: { status: 'valid' } });
    const more = [...bids, bid('丙', 'bid:b3')];
    expect(findCorrection(ground({ bids }, { bids: more }), [elsewhere])).toBeUndefined();
    expect(findCorrection(ground({ bids: more }, { bids }), [elsewhere])).toBeUndefined();
    expect(findCorrection(ground({ bids: more }, null), [elsewhere])).toBeUndefined();
    expect(findCorrection(ground({ bids }, { bids: more }), [{ ...elsewhere, root: 'bid:b3' }])).toBeDefined();
  });

  it('members of a set are compared by their key, in any order', () => {
    const contracts = (end: string) => [
      { key: 'a', record: 'contract:a', window: { start: '2017-01-01', end: '2017-05-31' } },
      { key: 'b', record: 'contract:b', window: { start: '2018-01-01', end } },
    ];
    const end = correction({ before: { window: { end: '2018-05-31' } }, after: { window: { end: '2018-12-31' } } });
    const now = contracts('2018-12-31').reverse();
    expect(findCorrection(ground({ contracts: contracts('2018-05-31') }, { contracts: now }), [end])).toBe(end);
    expect(findCorrection(ground({ contracts: contracts('2018-05-31') }, { contracts: contracts('2018-05-31').reverse() }), [end])).toBeUndefined(); // prettier-ignore
  });

  it('is the statement about a body whose relations the rule read, of which the audit quotes nothing', () => {
    const bids = (head: string) => ({
      bids: [{ key: '甲', record: 'bid:b1', registration: { record: 'organisation:o1', heads: [{ key: head }] } }],
    });
    const stated = (root: string) => correction({ fact: null, replaced: null, root, unquoted: ['relations'] });
    const changed = ground(bids('p1'), bids('p2'));
    expect(findCorrection(changed, [stated('organisation:o2'), stated('organisation:o1')])?.root).toBe(
      'organisation:o1',
    );
  });

  it('is no statement about persons where an account’s seat ended, nor another unquoted column', () => {
    const persons = (...kinds: string[]) => ({
      persons: [
        {
          key: 'user:a',
          holds: kinds.map((as) => ({ key: `agency/${as}`, record: 'organisation:o1', as, seat: 'agency' })),
        },
      ],
    });
    const stated = (...unquoted: string[]) =>
      correction({ fact: null, replaced: null, root: 'organisation:o1', unquoted });
    const uses = ['persons'];
    const [ended, removed] = [
      ground(persons('seat', 'head'), persons('head'), uses),
      ground(persons('seat', 'head'), persons('seat'), uses),
    ];
    expect(findCorrection(ended, [stated('relations'), stated('persons', 'address')])).toBeUndefined();
    expect(findCorrection(removed, [stated('address', 'name')])).toBeUndefined();
    expect(findCorrection(removed, [stated('relations')])).toBeDefined();
  });

  it('is no new name of a body, unless it goes by that', () => {
    const renamed = correction({ fact: null, replaced: null, root: 'organisation:o1', unquoted: ['name'] });
    const member = (key: string, name: string) => ({ members: [{ key, name, record: 'organisation:o1' }] });
    const uses = ['members'];
    expect(findCorrection(ground(member('91', '甲'), member('91', '乙'), uses), [renamed])).toBeUndefined();
    expect(findCorrection(ground(member('甲', '甲'), member('乙', '乙'), uses), [renamed])).toBe(renamed);
    expect(findCorrection(ground(member('甲', '甲'), null, uses), [renamed])).toBe(renamed);
    expect(findCorrection(ground(member('甲', '甲'), null, uses), [{ ...renamed, root: 'organisation:o2' }])).toBeUndefined(); // prettier-ignore
  });

  it('is the new name of a body that goes by it, wherever a record names the body', () => {
    const said = { fact: null, replaced: null, root: 'organisation:o1', unquoted: ['name'] };
    const renamed = correction({ ...said, called: '新' });
    const bid = (key: string, record = 'bid:b1') => ({ key, record, bidder: key, price: '100' });
    const between = (was: object[], now: object[]) => ground({ bids: was }, { bids: now });
    expect(findCorrection(between([bid('旧')], [bid('新')]), [renamed])).toBe(renamed);
    expect(findCorrection(between([bid('旧')], [bid('丙')]), [renamed])).toBeUndefined();
    expect(findCorrection(between([bid('旧')], [bid('新')]), [correction(said)])).toBeUndefined();
    // A bid that came later, though another went.
    expect(findCorrection(between([], [bid('新')]), [renamed])).toBeUndefined();
    expect(findCorrection(between([bid('旧', 'bid:b2')], [bid('新')]), [renamed])).toBeUndefined();
    const member = (key: string) => ({ ...bid('甲'), members: [{ key, name: key }] });
    expect(findCorrection(between([member('旧')], [member('新')]), [renamed])).toBe(renamed);
  });

  it('is the change of the categories for which the supplier is registered, and of no other body', () => {
    const fields = (supplier: string, ...codes: string[]) => ({ supplier: { record: supplier }, fields: codes });
    const changed = correction({ fact: null, replaced: null, root: 'organisation:o1', unquoted: ['categories'] });
    const between = (supplier: string) =>
      ground(fields(supplier, '甲'), fields(supplier, '乙'), ['supplier', 'fields']);
    expect(findCorrection(between('organisation:o1'), [changed])).toBe(changed);
    expect(findCorrection(between('organisation:o2'), [changed])).toBeUndefined();
    expect(findCorrection(between('organisation:o1'), [{ ...changed, unquoted: ['address'] }])).toBeUndefined();
  });

  it('is the correction that makes a doubt, where the doubt is new', () => {
    const doubt = correction({
      before: { window: { end: '2018-05' } },
      after: { window: { end: '2018-12' } },
      conflicts: [{ code: 'fact_disagrees', fields: ['window'], facts: [{ kind: 'contract', lot: null }] }],
    });
    const now = { window: short, conflicts: ['end', 'window'] };
    expect(findCorrection(ground({ window: short }, now), [doubt])).toBe(doubt);
    expect(findCorrection(ground({ window: short, conflicts: ['end', 'window'] }, now), [doubt])).toBeUndefined();
  });

  it('is the correction of the number by which a contract was known that is none any more', () => {
    const number = correction({ before: { number: '乙' }, after: { number: '甲' } });
    const was = { subject: { type: 'contract', id: 'c1', key: 'ocid/1/乙' }, window: short };
    expect(findCorrection(ground(was, null), [number])).toBe(number);
    const amount = correction({ before: { amount: '1.00' }, after: { amount: '2.00' } });
    expect(findCorrection(ground(was, null), [amount])).toBeUndefined();
  });
});

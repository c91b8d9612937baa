import { describe, expect, it } from '@jest/globals';
import {
  BELOW,
  bid,
  handedIn,
  lotFacts,
  person,
  registration,
  UNKNOWN_REACH,
} from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { BidderRegistration, BidFacts, LotFacts } from '../facts/fact-types.js';
import { C08 } from './c08-related-suppliers.js';

/** Three bidders of whom everything is registered, with changes to the first two. */
function three(
  first: Partial<BidderRegistration>,
  second: Partial<BidderRegistration>,
  change: Partial<LotFacts> = {},
) {
  const bids = [
    bid('A', 180_000, { registration: registration('A', first) }),
    bid('B', 190_000, { registration: registration('B', second) }),
    bid('C', 195_000, { registration: registration('C') }),
  ];
  return assess(C08, lotFacts([180_000, 190_000, 195_000], { bids, ...change }));
}

/** That the head is the same since then. */
const since2020 = { relation: 'heads' as const, key: 'p1', since: '2020-01-01', until: null };

describe('C08', () => {
  it('finds two bidders under one head, a violation of article 18', () => {
    const all = { heads: [person('p1')], days: [since2020] };
    const found = three(all, all);
    expect(found).toMatchObject({ state: 'triggered', severity: 'violation', value: '1', threshold: '0' });
    expect(found.basis).toMatchObject({ kind: 'law', article: '第十八条第一款', confidence: 'A' });
    expect(found.evidence).toEqual([
      { record: 'organisation:A', field: 'heads', value: 'p1*' },
      { record: 'organisation:B', field: 'heads', value: 'p1*' },
    ]);
    expect(found.explanation.zh).toContain('单位负责人为同一人');
  });

  it('reads the register as it was on the day of the bids', () => {
    const heads = [person('p1')];
    const on = (since: string | null, until: string | null, change: Partial<LotFacts> = {}) =>
      three({ heads, days: [{ relation: 'heads', key: 'p1', since, until }] }, { heads }, change);
    // Bids were due on 2024-03-20.
    expect(on(null, '2024-03-19')).toMatchObject({ state: 'clear' });
    expect(on('2024-03-21', null)).toMatchObject({ state: 'clear' });
    for (const [since, until] of [
      ['2024-03-20', '2024-03-20'],
      ['2020-01-01', null],
      [null, '2024-12-31'],
    ] as const)
      expect(on(since, until)).toMatchObject({ state: 'triggered' });
    // Of one of the two nobody can say that it was so then: a risk to ask about. With the days of both it is a violation.
    expect(on(null, null)).toMatchObject({ state: 'triggered', severity: 'risk' });
    expect(on(null, null).explanation.en).toContain('whether it was so on the day of the bid is to be asked');
    const known = { heads, days: [since2020] };
    expect(three(known, known)).toMatchObject({ severity: 'violation' });
    // The bid came in two days before.
    const received = { first: null, standing: '2024-03-18T10:00:00+08:00' };
    const bids = ['A', 'B'].map((name) => handedIn(name, 1, { received }));
    expect(on('2024-03-19', null, { handedIn: bids })).toMatchObject({ state: 'clear' });
    expect(on('2024-03-18', '2024-03-18', { handedIn: bids })).toMatchObject({ state: 'triggered' });
    // Known by its month alone.
    const month = { deadline: null, handedIn: [], startedOn: '2024-03' };
    expect(on('2024-03-10', null, month)).toMatchObject({ state: 'insufficient_data', reason: { code: 'precision' } });
    expect(on('2024-04-01', null, month)).toMatchObject({ state: 'clear' });
  });

  it('does not take a holding that ended for one that stands', () => {
    const days = [{ relation: 'holds' as const, key: 'B', since: '2020-01-01', until: '2024-03-19' }];
    expect(three({ holds: ['B'], days }, {})).toMatchObject({ state: 'clear' });
    expect(three({ holds: ['B'], days: days.map((each) => ({ ...each, until: null })) }, {})).toMatchObject({
      state: 'triggered',
    });
  });

  it('finds direct holding and management, whichever side it is registered on', () => {
    expect(three({ holds: ['B'] }, {})).toMatchObject({ state: 'triggered', value: '1' });
    expect(three({}, { manages: ['A'] })).toMatchObject({ state: 'triggered', value: '1' });
  });

  it('speaks of a violation only where the purchase is known to reach the limit of its place', () => {
    const related = (reach: LotFacts['reach']) =>
      three({ heads: [person('p1')] }, { heads: [person('p1')] }, { reach });
    expect(related(BELOW)).toMatchObject({ state: 'not_applicable', reason: { code: 'below_limit' } });
    expect(related(UNKNOWN_REACH)).toMatchObject({ state: 'insufficient_data', reason: { code: 'limit_unknown' } });
    expect(related(UNKNOWN_REACH).evidence).toHaveLength(2);
  });

  it('finds a body that bids in a consortium and beside it, or in two of them', () => {
    const [x, y] = [
      { key: 'B', name: 'B' },
      { key: 'M', name: 'M', registration: registration('M') },
    ];
    const withMembers = (first: BidFacts['members'], second?: BidFacts['members']) => {
      const bids = [
        bid('A', 180_000, { registration: registration('A'), ...(first && { members: first }) }),
        bid('B', 190_000, { registration: registration('B'), ...(second && { members: second }) }),
      ];
      return assess(C08, lotFacts([180_000, 190_000], { bids, bidCount: 2 }));
    };
    for (const found of [withMembers([x]), withMembers([y], [y])])
      expect(found).toMatchObject({
        state: 'triggered',
        severity: 'violation',
        value: '1',
        basis: { kind: 'law', article: '第二十二条第二款' },
      });
    expect(withMembers([x]).explanation.zh).toContain('联合体');
    expect(withMembers([y], [{ key: 'N', name: 'N', registration: registration('N') }]).state).toBe('clear');
    // The body that leads a consortium may stand among its members.
    expect(withMembers([{ key: 'A', name: 'A' }, y]).state).toBe('clear');
  });

  it('counts a pair once, however many ties it has', () => {
    expect(three({ heads: [person('p1')], holds: ['B'] }, { heads: [person('p1')] }).value).toBe('1');
  });

  it('takes a founder in common for a risk and a choice of ours, never for a breach of the law', () => {
    const sharing = (days: Partial<BidderRegistration> = {}, change: Partial<LotFacts> = {}, other = days) =>
      three({ founders: [person('f1')], ...days }, { founders: [person('f1')], ...other }, change);
    const on = (since: string | null, until: string | null) => ({
      days: [{ relation: 'founders' as const, key: 'f1', since, until }],
    });
    const found = sharing(on('2020-01-01', null));
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', value: '1', basis: { kind: 'POLICY' } });
    expect(found.basis).not.toHaveProperty('article');
    expect(found.evidence).toEqual([
      { record: 'organisation:A', field: 'founders', value: 'f1*' },
      { record: 'organisation:B', field: 'founders', value: 'f1*' },
    ]);
    expect(found.explanation.en).toContain('No rule forbids this by itself');
    expect(found.explanation.en).not.toContain('may not take part');
    expect(found.explanation.en).not.toContain('day of the bid');
    expect(sharing().explanation.en).toContain('whether it was so on the day of the bid is to be asked');
    // Bids were due on 2024-03-20: what ended before, or began after, is no tie of theirs.
    for (const days of [on(null, '2024-03-19'), on('2024-03-21', null)])
      expect(sharing(days)).toMatchObject({ state: 'clear', evidence: [] });
    const month = { deadline: null, handedIn: [], startedOn: '2024-03' };
    expect(sharing(on('2024-03-10', null), month)).toMatchObject({ reason: { code: 'precision' } });
    // Where the law does not reach there is nothing of it at risk.
    expect(sharing({}, { reach: BELOW })).toMatchObject({ state: 'not_applicable', reason: { code: 'below_limit' } });
  });

  it('says the breach of the law where there is one beside a founder in common', () => {
    const found = three({ founders: [person('f1')], holds: ['C'] }, { founders: [person('f1')] });
    expect(found).toMatchObject({ state: 'triggered', severity: 'risk', basis: { kind: 'law' }, value: '1' });
    expect(found.explanation.en).not.toContain('founder');
  });

  it('stays clear on a holding in somebody who does not bid', () => {
    expect(three({ holds: ['X'] }, { holds: ['X'] })).toMatchObject({ state: 'clear', evidence: [] });
  });

  it('cannot say clear where a bidder, a bidder count or a registration is not known', () => {
    expect(three({ heads: null }, {})).toMatchObject({ reason: { missing: ['registrations'] } });
    expect(three({ founders: null }, {})).toMatchObject({ reason: { missing: ['registrations'] } });
    expect(three({}, {}, { bidCount: 4 })).toMatchObject({ state: 'insufficient_data', reason: { missing: ['bids'] } });
    expect(three({}, {}, { bidCount: null })).toMatchObject({ reason: { missing: ['bidCount'] } });
    expect(assess(C08, lotFacts([1, 2, 3]))).toMatchObject({ reason: { missing: ['registrations'] } });
  });

  it('finds a tie among the known bidders though the list is incomplete', () => {
    expect(three({ holds: ['B'] }, {}, { bidCount: null })).toMatchObject({ state: 'triggered' });
  });

  it('is a rule of 2015: it does not speak of an earlier purchase, nor of one without a day', () => {
    expect(three({ holds: ['B'] }, {}, { startedOn: '2015-02-28' })).toMatchObject({
      state: 'not_applicable',
      reason: { code: 'rule_not_in_force', inForceFrom: '2015-03-01' },
    });
    expect(three({ holds: ['B'] }, {}, { startedOn: '2015-03-01' })).toMatchObject({ state: 'triggered' });
    const latest = (startedOn: string, method: string) =>
      three({ holds: ['B'] }, {}, { startedOn, startIsLatest: true, method });
    // The law gives bidders a least time, so that the start lies somewhere before the deadline less that.
    for (const [method, last, first] of [
      ['COMPETITIVE_CONSULTATION', '2015-03-10', '2015-03-11'],
      ['OPEN_TENDER', '2015-03-20', '2015-03-21'],
    ] as const) {
      expect(latest(last, method)).toMatchObject({ state: 'not_applicable', reason: { code: 'rule_not_in_force' } });
      for (const day of [first, '2015-08-27'])
        expect(latest(day, method)).toMatchObject({ reason: { code: 'precision', fields: ['startedOn'] } });
      expect(latest('2015-08-28', method)).toMatchObject({ state: 'triggered' });
    }
    expect(three({ holds: ['B'] }, {}, { startedOn: '2015' })).toMatchObject({ reason: { code: 'precision' } });
    expect(three({ holds: ['B'] }, {}, { startedOn: null })).toMatchObject({ reason: { missing: ['startedOn'] } });
  });

  it('does not apply to a single source or a single bidder', () => {
    expect(three({}, {}, { method: 'SINGLE_SOURCE' })).toMatchObject({ state: 'not_applicable' });
    expect(assess(C08, lotFacts([1]))).toMatchObject({ state: 'not_applicable', reason: { code: 'one_bidder' } });
  });

  it('does not judge bids on which the facts contradict each other', () => {
    expect(three({ holds: ['B'] }, {}, { conflicts: ['bids'] })).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('holds members of a rival consortium for rivals, and never those of one and the same', () => {
    const consortium = (heads: readonly string[], partner: Partial<BidderRegistration>) => {
      const member = { key: 'M', name: 'M', registration: registration('M', partner) };
      const bids = [
        bid('A', 180_000, {
          registration: registration('A', { heads: heads.map((key) => person(key)) }),
          members: [member],
        }),
        bid('B', 190_000, { registration: registration('B', { heads: [person('p1')], manages: [] }) }),
        bid('C', 195_000, { registration: registration('C') }),
      ];
      return assess(C08, lotFacts([180_000, 190_000, 195_000], { bids }));
    };
    const found = consortium([], { heads: [person('p1')] });
    expect(found).toMatchObject({ state: 'triggered', basis: { article: '第十八条第一款' }, value: '1' });
    expect(found.evidence.map(({ record }) => record)).toEqual(['organisation:M', 'organisation:B']);
    expect(consortium([], { holds: ['B'] })).toMatchObject({ state: 'triggered' });
    // A and M bid together under one head.
    expect(consortium(['p2'], { heads: [person('p2')], holds: ['A'] })).toMatchObject({ state: 'clear' });
    const members = [{ key: 'M', name: 'M', registration: null }];
    const bids = ['A', 'B', 'C'].map((name, i) =>
      bid(name, 180_000, { registration: registration(name), ...(i === 0 && { members }) }),
    );
    expect(assess(C08, lotFacts([180_000, 180_000, 180_000], { bids }))).toMatchObject({
      state: 'insufficient_data',
      reason: { missing: ['registrations'] },
    });
  });
});

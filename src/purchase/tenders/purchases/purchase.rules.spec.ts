import { describe, expect, it } from '@jest/globals';
import { corrected, fact, lotsOf } from '../../../../test/support/facts.js';
import type { TenderFactKind } from '../recording/fact-types.js';
import { deriveCall, computePassedTime, deriveTender, deriveStateAtTime, tenderState } from './purchase.rules.js';
import type { TenderFact } from './purchase-types.js';

const derive = (facts: readonly TenderFact[], lots = [1]) => deriveTender(lotsOf(...lots), facts);
const stateOf = (facts: readonly TenderFact[], lots = [1]) => derive(facts, lots).state;
const at = (moment: string) => new Date(moment);

describe('what a fact proves', () => {
  it.each<[TenderFactKind, object, string | null]>([
    ['intention', {}, 'intent_published'],
    ['notice', {}, 'open'],
    ['correction', {}, null],
    ['clarification', {}, null],
    ['opening', {}, 'closed'],
    ['bid', { bidder: { name: '甲' } }, 'opened'],
    ['award', {}, 'result_published'],
    ['contract', {}, 'contracted'],
    ['failure', {}, 'failed'],
    ['cancellation', {}, 'cancelled'],
  ])('%s', (kind, data, state) => {
    expect(stateOf([fact(kind, data as never)])).toBe(state);
  });

  it('nothing recorded proves nothing', () => {
    expect(derive([])).toMatchObject({ state: null, published: false, deadlineAt: null, bids: [], awards: [] });
  });

  it('the furthest counts, however few facts there are', () => {
    expect(stateOf([fact('contract'), fact('intention'), fact('notice')])).toBe('contracted');
  });

  it('a fact for one lot proves nothing of another', () => {
    const { lots, state } = derive([fact('award', {}, { lot: 1 })], [1, 2]);
    expect(lots.map((l) => l.state)).toEqual(['result_published', null]);
    expect(state).toBeNull();
  });

  it('a result of the whole proves a state of each lot, and is an award of none', () => {
    const { state, awards, lots } = derive([fact('award', { amount: '5.00', bidCount: 4 })], [1, 2]);
    expect(state).toBe('result_published');
    expect(awards).toEqual([]);
    expect(lots.map((l) => l.bidCount)).toEqual([null, null]);
  });
});

describe('the number of bids on a lot', () => {
  const count = (...facts: TenderFact[]) => derive(facts, [1, 2]).lots.map(({ bidCount }) => bidCount);
  const failure = fact('failure', { bidCount: 2 }, { lot: 1 });

  it('is what its failure says, 0 too, unless a result or an opening says another', () => {
    expect(count(failure)).toEqual([2, null]);
    expect(count(fact('failure', { bidCount: 0 }, { lot: 2 }))).toEqual([null, 0]);
    expect(count(failure, fact('opening', { bidCount: 3 }, { lot: 1 }))).toEqual([3, null]);
    expect(count(failure, fact('award', { bidCount: 4 }, { lot: 1 }))).toEqual([4, null]);
  });

  it('is not known of any lot where a failure of several counts them together', () => {
    expect(count(fact('failure', { bidCount: 2 }))).toEqual([null, null]);
  });
});

describe('the state of a tender', () => {
  it('is the least advanced of its lots', () => {
    expect(tenderState(['contracted', 'open', 'result_published'])).toBe('open');
    expect(tenderState(['contracted', null])).toBeNull();
  });

  it('leaves out lots that failed or were cancelled', () => {
    expect(tenderState(['failed', 'contracted', 'cancelled', 'opened'])).toBe('opened');
    expect(tenderState(['failed', null])).toBeNull();
  });

  it('is failed where no lot is left and any failed, else cancelled', () => {
    expect(tenderState(['cancelled', 'failed'])).toBe('failed');
    expect(tenderState(['cancelled', 'cancelled'])).toBe('cancelled');
  });
});

describe('a lot that ends without a contract', () => {
  const award = (decidedOn?: string) => fact('award', decidedOn ? { decidedOn } : {}, { lot: 1 });
  const failure = (on?: string) => fact('failure', on ? { on } : {}, { lot: 1 });

  it('a failure outweighs what came before it', () => {
    expect(stateOf([fact('notice'), fact('bid', { bidder: { name: '甲' } }, { lot: 1 }), failure()])).toBe('failed');
  });

  it('an award may still fail: the winner refused', () => {
    const { state, awards } = derive([award('2017-12-08'), failure('2017-12-20')]);
    expect(state).toBe('failed');
    expect(awards[0]?.state).toBe('cancelled');
  });

  it('an award after the failure stands', () => {
    const { state, awards } = derive([failure('2017-12-08'), award('2017-12-20')]);
    expect(state).toBe('result_published');
    expect(awards[0]?.state).toBe('active');
  });

  it('a failure and an award of one month: which came first is not known, and a lot that failed has failed', () => {
    expect(stateOf([award('2017-12'), failure('2017-12')])).toBe('failed');
    expect(stateOf([award(), failure()])).toBe('failed');
  });

  it('a contract outweighs a failure', () => {
    expect(stateOf([fact('contract', {}, { lot: 1 }), failure('2018-03-01')])).toBe('contracted');
  });

  it('failed and cancelled: failed', () => {
    expect(stateOf([fact('cancellation'), failure()])).toBe('failed');
  });

  it('its bids stay on record', () => {
    const { bids } = derive([fact('bid', { bidder: { name: '甲' } }, { lot: 1 }), failure()]);
    expect(bids).toHaveLength(1);
  });
});

describe('the passing of a deadline', () => {
  const deadlineOf = (deadline: string) => derive([fact('notice', { deadline })]).deadlineAt;

  it('a day has passed when it is over in Shanghai', () => {
    const deadline = deadlineOf('2017-12-04');
    expect(deriveStateAtTime('open', deadline, at('2017-12-04T23:59:59.999+08:00'))).toBe('open');
    expect(deriveStateAtTime('open', deadline, at('2017-12-05T00:00:00+08:00'))).toBe('closed');
  });

  it('a month has passed when it is over, a year when it is over', () => {
    expect(computePassedTime('2017-11')).toEqual(at('2017-12-01T00:00:00+08:00'));
    expect(computePassedTime('2020-02')).toEqual(at('2020-03-01T00:00:00+08:00'));
    expect(computePassedTime('2017')).toEqual(at('2018-01-01T00:00:00+08:00'));
  });

  it('a time has passed at that time', () => {
    const deadline = deadlineOf('2017-12-04T09:30:00+08:00');
    expect(deriveStateAtTime('open', deadline, at('2017-12-04T09:29:59+08:00'))).toBe('open');
    expect(deriveStateAtTime('open', deadline, at('2017-12-04T09:30:00+08:00'))).toBe('closed');
  });

  it('the last day that can be written does not break the calendar', () => {
    expect(computePassedTime('9999')).toEqual(at('9999-12-31T16:00:00.000Z'));
    expect(computePassedTime('9999-12-31T23:59:59-23:59').getUTCFullYear()).toBe(9999);
  });

  it('closes what only a correction or an intention told of, and takes nothing back', () => {
    const deadline = derive([fact('correction', { deadline: '2017-12-04' })]).deadlineAt;
    const later = at('2018-01-01T00:00:00Z');
    expect(deriveStateAtTime(null, deadline, later)).toBe('closed');
    expect(deriveStateAtTime('intent_published', deadline, later)).toBe('closed');
    expect(deriveStateAtTime('opened', deadline, later)).toBe('opened');
    expect(deriveStateAtTime('failed', deadline, later)).toBe('failed');
    expect(deriveStateAtTime('open', null, later)).toBe('open');
  });

  it('of several lots the last one counts, and an unknown one keeps the tender open', () => {
    const notice = (lot: number, deadline?: string) => fact('notice', deadline ? { deadline } : {}, { lot });
    const both = derive([notice(1, '2017-12-04'), notice(2, '2017-12-06')], [1, 2]);
    expect(both.deadlineAt).toEqual(at('2017-12-07T00:00:00+08:00'));
    expect(derive([notice(1, '2017-12-04'), notice(2)], [1, 2]).deadlineAt).toBeNull();
  });

  it('a lot that is further does not wait for its deadline', () => {
    const facts = [
      fact('notice', { deadline: '2017-12-04' }, { lot: 1 }),
      fact('notice', { deadline: '2017-12-24' }, { lot: 2 }),
      fact('opening', {}, { lot: 2 }),
    ];
    expect(derive(facts, [1, 2])).toMatchObject({ state: 'open', deadlineAt: at('2017-12-05T00:00:00+08:00') });
  });
});

describe('the call for bids', () => {
  const call = (facts: readonly TenderFact[]) => deriveCall(facts, 1);

  it('a later notice completes an earlier one and makes its dates finer', () => {
    const facts = [
      fact('notice', { publishedOn: '2017-11' }),
      fact('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04' }),
    ];
    expect(call(facts)).toMatchObject({ publishedOn: '2017-11-24', deadline: '2017-12-04' });
  });

  it('it never overrules it', () => {
    const facts = [fact('notice', { deadline: '2017-12-04' }), fact('notice', { deadline: '2017-12-11' })];
    expect(call(facts).deadline).toBe('2017-12-04');
  });

  it('a correction overrules, and leaves alone what it does not say', () => {
    const facts = [
      fact('correction', { deadline: '2017-12-11' }),
      fact('notice', { publishedOn: '2017-11-24', deadline: '2017-12-04', openingAt: '2017-12-04' }),
    ];
    expect(call(facts)).toMatchObject({ publishedOn: '2017-11-24', deadline: '2017-12-11', openingAt: '2017-12-04' });
  });

  it('of two corrections the one published last holds, in whichever order they were recorded', () => {
    const first = fact('correction', { publishedOn: '2017-11-27', deadline: '2017-12-08' });
    const second = fact('correction', { publishedOn: '2017-11-30', deadline: '2017-12-11' });
    expect(call([first, second]).deadline).toBe('2017-12-11');
    expect(call([second, first]).deadline).toBe('2017-12-11');
  });

  it('where nobody says which came first, the one recorded last holds', () => {
    const facts = [fact('correction', { deadline: '2017-12-11' }), fact('correction', { deadline: '2017-12-08' })];
    expect(call(facts).deadline).toBe('2017-12-08');
  });

  it('a correction for one lot leaves the other alone', () => {
    const facts = [
      fact('notice', { deadline: '2017-12-04' }),
      fact('correction', { deadline: '2017-12-11' }, { lot: 2 }),
    ];
    expect([deriveCall(facts, 1).deadline, deriveCall(facts, 2).deadline]).toEqual(['2017-12-04', '2017-12-11']);
  });
});

describe('bids, awards and contracts', () => {
  it('two facts about one bidder are one bid', () => {
    const bidder = { organisation: 'a', name: '甲' };
    const { bids } = derive([
      fact('bid', { bidder, price: '100.00' }, { id: 'told', source: { kind: 'statement' } }),
      fact('bid', { bidder, rank: 1 }, { id: 'published' }),
    ]);
    const data = { bidder, price: '100.00', rank: 1 };
    expect(bids).toEqual([{ fact: 'published', lot: 1, data, published: { bidder, rank: 1 } }]);
  });

  it('bidders without a name are somebody each time', () => {
    expect(derive([fact('bid', { bidder: {} }), fact('bid', { bidder: {} })]).bids).toHaveLength(2);
  });

  it('an award is contracted once a contract is known', () => {
    const award = fact('award', { amount: '100.00' });
    expect(derive([award]).awards[0]?.state).toBe('active');
    expect(derive([award, fact('contract')]).awards[0]?.state).toBe('contracted');
  });

  it('two contract facts are one contract, and windows complete each other', () => {
    const { contracts } = derive([
      fact('contract', { window: { start: '2018-01-01' }, signedOn: '2017-12' }, { id: 'first' }),
      fact('contract', { window: { end: '2018-05-31' }, signedOn: '2017-12-20', number: 'A-1' }),
    ]);
    expect(contracts).toHaveLength(1);
    expect(contracts[0]).toMatchObject({
      origin: 'first',
      lot: 1,
      data: { signedOn: '2017-12-20', number: 'A-1', window: { start: '2018-01-01', end: '2018-05-31' } },
    });
  });

  it('two numbers are two contracts', () => {
    const { contracts } = derive([fact('contract', { number: 'A-1' }), fact('contract', { number: 'A-2' })]);
    expect(contracts.map((c) => c.data.number)).toEqual(['A-1', 'A-2']);
  });

  it('a corrected contract stays the same contract', () => {
    const facts = [
      fact('contract', { number: 'A-1' }, { id: 'one' }),
      fact('contract', { number: 'A-2' }, { id: 'two' }),
    ];
    const { contracts } = derive(corrected(facts, 'one', { number: 'A-1b' }));
    expect(contracts.map((c) => [c.origin, c.data.number])).toEqual([
      ['one', 'A-1b'],
      ['two', 'A-2'],
    ]);
  });

  it('a contract for the whole of several lots has no lot', () => {
    expect(derive([fact('contract')], [1, 2]).contracts[0]?.lot).toBeNull();
  });
});

describe('what is published', () => {
  it.each([
    ['notice', true],
    ['reconstruction', true],
    ['statement', false],
    ['file', false],
  ] as const)('a fact from a %s: %s', (kind, published) => {
    const source = { kind };
    expect(derive([fact('notice', { publishedOn: '2017-11-24' }, { source })]).published).toBe(published);
    expect(derive([fact('contract', {}, { source })]).contracts[0]?.published).toEqual(published ? {} : null);
  });

  it('an award is public as its notices say it, whatever a file said before', () => {
    const file = { source: { kind: 'file' as const } };
    const { awards } = derive([
      fact('award', { amount: '100.00', supplier: { name: '甲' } }, file),
      fact('award', { amount: '90.00', rank: 1 }, { source: { kind: 'notice' } }),
      fact('contract', { signedOn: '2017-12-20' }, file),
    ]);
    expect(awards).toMatchObject([
      { data: { amount: '100.00', supplier: { name: '甲' }, rank: 1 }, state: 'contracted' },
    ]);
    expect(awards[0]?.published).toEqual({ data: { amount: '90.00', rank: 1 }, state: 'active' });
  });

  it('a publication that was recorded by mistake and corrected is none', () => {
    const facts = corrected([fact('notice', {}, { id: 'n' })], 'n', {});
    const last = facts.at(-1);
    if (last) last.source = { kind: 'statement' };
    expect(derive(facts).published).toBe(false);
  });
});

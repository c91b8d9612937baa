import { describe, expect, it } from '@jest/globals';
import { corrected, ownFact } from '../../../test/support/facts.js';
import type { ContractFact, ContractState } from '../tenders/purchases/purchase-types.js';
import { contractConflicts, contractMissing, deriveContract, type ContractGround } from './contract.rules.js';

const ground: ContractGround = {
  signedOn: '2017-12-20',
  amount: '200000.00',
  window: { start: '2018-01-01', end: '2018-05-31' },
};
const stateOf = (...facts: ContractFact[]) => deriveContract(ground, facts).state;
const codes = (facts: readonly ContractFact[], of: ContractGround = ground) =>
  contractConflicts(of, 'ground', facts).map((c) => c.code);

describe('what a fact proves of a contract', () => {
  it.each<[string, ContractFact[], ContractState]>([
    ['nothing of its own: it is signed', [], 'signed'],
    ['signed', [ownFact('signed')], 'signed'],
    ['started', [ownFact('started')], 'active'],
    ['payment', [ownFact('payment', { amount: '1.00' })], 'signed'],
    ['milestone', [ownFact('milestone', { name: '中期' })], 'signed'],
    ['plan', [ownFact('plan', { kind: 'none' })], 'signed'],
    ['handover', [ownFact('handover')], 'signed'],
    ['delivered', [ownFact('delivered')], 'delivered'],
    ['evaluation', [ownFact('evaluation', { kind: 'final' })], 'signed'],
    ['acceptance', [ownFact('acceptance')], 'accepted'],
    ['acceptance passed', [ownFact('acceptance', { result: 'passed' })], 'accepted'],
    ['acceptance in part', [ownFact('acceptance', { result: 'partial' })], 'part_accepted'],
    ['termination', [ownFact('termination')], 'terminated'],
  ])('%s', (_, facts, state) => {
    expect(stateOf(...facts)).toBe(state);
  });

  it('an acceptance that asks for more, or fails, accepts nothing', () => {
    expect(stateOf(ownFact('delivered'), ownFact('acceptance', { result: 'rectify' }))).toBe('delivered');
    expect(stateOf(ownFact('delivered'), ownFact('acceptance', { result: 'failed' }))).toBe('delivered');
    const second = ownFact('acceptance', { result: 'passed' });
    expect(stateOf(ownFact('acceptance', { result: 'rectify' }), second)).toBe('accepted');
  });

  it('what was done before a termination may be accepted in part', () => {
    expect(stateOf(ownFact('termination'), ownFact('acceptance', { result: 'passed' }))).toBe('part_accepted');
    const passed = ownFact('acceptance', { result: 'passed', concludedOn: '2018-06-15' });
    expect(stateOf(ownFact('termination', { on: '2018-06-01' }), passed)).toBe('part_accepted');
    expect(stateOf(ownFact('termination', { on: '2018-07-01' }), passed)).toBe('accepted');
  });

  it('the acceptance that concluded last counts', () => {
    const partial = ownFact('acceptance', { result: 'partial', concludedOn: '2018-06-05' });
    const passed = ownFact('acceptance', { result: 'passed', concludedOn: '2018-06-15' });
    expect(stateOf(partial, passed)).toBe('accepted');
    expect(stateOf(passed, partial)).toBe('accepted');
  });
});

describe('what is known of a contract', () => {
  it('its own facts complete what the tender says, and never overrule it', () => {
    const facts = [
      ownFact('signed', { number: 'A-1', amount: '1.00', window: { end: '2018-05-30' } }),
      ownFact('termination', { on: '2018-03' }),
      ownFact('termination', { on: '2018-03-15' }),
    ];
    expect(deriveContract({ ...ground, window: { start: '2018-01' } }, facts)).toMatchObject({
      number: 'A-1',
      amount: '200000.00',
      signedOn: '2017-12-20',
      window: { start: '2018-01', end: '2018-05-30' },
      terminatedOn: '2018-03-15',
    });
  });

  it('what nobody said is missing', () => {
    const known = { award: false, supplier: false, serviceLines: 0 };
    const fields = (of: ContractGround, facts: ContractFact[] = []) =>
      contractMissing(deriveContract(of, facts), known, facts).map((m) => m.field);
    expect(fields({})).toEqual([
      'award',
      'supplier',
      'amount',
      'signedOn',
      'window.start',
      'window.end',
      'serviceLines',
      'plan',
    ]);
    expect(fields(ground, [ownFact('plan', { kind: 'none' })])).toEqual(['award', 'supplier', 'serviceLines']);
    const all = { award: true, supplier: true, serviceLines: 1 };
    expect(contractMissing(deriveContract(ground, []), all, []).map((m) => m.field)).toEqual(['plan']);
  });
});

interface Case {
  code: string;
  story: string;
  contradicts: ContractFact[];
  neighbour: ContractFact[];
  of?: ContractGround;
}
const CASES: Case[] = [
  {
    code: 'payments_above_contract',
    story: 'paid a fen too much',
    contradicts: [ownFact('payment', { amount: '100000.00' }), ownFact('payment', { amount: '100000.01' })],
    neighbour: [ownFact('payment', { amount: '100000.00' }), ownFact('payment', { amount: '100000.00' })],
  },
  {
    code: 'fact_disagrees',
    story: 'signed for another amount than the tender says',
    contradicts: [ownFact('signed', { amount: '200001.00' })],
    neighbour: [ownFact('signed', { amount: '200000' })],
  },
  {
    code: 'fact_disagrees',
    story: 'started on two days',
    contradicts: [ownFact('started', { on: '2018-01-02' }), ownFact('started', { on: '2018-01-03' })],
    neighbour: [ownFact('started', { on: '2018-01-02' }), ownFact('started', { on: '2018-01' })],
  },
  {
    code: 'end_before_start',
    story: 'its own facts end it before the tender starts it',
    contradicts: [ownFact('signed', { window: { end: '2017-12-31' } })],
    neighbour: [ownFact('signed', { window: { end: '2018-01-01' } })],
    of: { window: { start: '2018-01-01' } },
  },
  {
    code: 'start_before_signing',
    story: 'started before it was signed',
    contradicts: [ownFact('started', { on: '2017-12-19' })],
    neighbour: [ownFact('started', { on: '2017-12' })],
  },
  {
    code: 'delivered_before_start',
    story: 'delivered before it started',
    contradicts: [ownFact('started', { on: '2018-01-02' }), ownFact('delivered', { on: '2018-01-01' })],
    neighbour: [ownFact('started', { on: '2018-01-02' }), ownFact('delivered', { on: '2018-01-02' })],
  },
  {
    code: 'acceptance_before_delivery',
    story: 'accepted before it was delivered',
    contradicts: [ownFact('delivered', { on: '2018-05-31' }), ownFact('acceptance', { concludedOn: '2018-05-30' })],
    neighbour: [ownFact('delivered', { on: '2018-05-31' }), ownFact('acceptance', { concludedOn: '2018-05' })],
  },
  {
    code: 'terminated_before_signing',
    story: 'terminated before it was signed',
    contradicts: [ownFact('termination', { on: '2017-12-19' })],
    neighbour: [ownFact('termination', { on: '2017-12-20' })],
  },
  {
    code: 'acceptance_before_signing',
    story: 'accepted before it was signed',
    contradicts: [ownFact('acceptance', { concludedOn: '2017-12-19' })],
    neighbour: [ownFact('acceptance', { concludedOn: '2017-12' })],
  },
  {
    code: 'terminated_before_start',
    story: 'terminated before it started',
    contradicts: [ownFact('started', { on: '2018-06-01' }), ownFact('termination', { on: '2018-04-01' })],
    neighbour: [ownFact('started', { on: '2018-04-01' }), ownFact('termination', { on: '2018-04-01' })],
  },
  {
    code: 'terminated_before_delivery',
    story: 'delivered after it was terminated',
    contradicts: [ownFact('delivered', { on: '2018-05-31' }), ownFact('termination', { on: '2018-03-01' })],
    neighbour: [ownFact('delivered', { on: '2018-03-01' }), ownFact('termination', { on: '2018-03' })],
  },
  {
    code: 'fact_disagrees',
    story: 'failed after it had passed',
    contradicts: [
      ownFact('acceptance', { result: 'passed', concludedOn: '2018-06-15' }),
      ownFact('acceptance', { result: 'failed', concludedOn: '2018-07-01' }),
    ],
    neighbour: [
      ownFact('acceptance', { result: 'failed', concludedOn: '2018-06-15' }),
      ownFact('acceptance', { result: 'passed', concludedOn: '2018-07-01' }),
    ],
  },
];

describe('facts of a contract that cannot both be true', () => {
  it.each(CASES)('$code: $story', ({ code, contradicts, of }) => {
    expect(codes(contradicts, of)).toEqual([code]);
  });
  it.each(CASES)('$code, not quite: $story', ({ neighbour, of }) => {
    expect(codes(neighbour, of)).toEqual([]);
  });

  it('payments of unknown amount, or of a contract of unknown amount, exceed nothing', () => {
    expect(codes([ownFact('payment', {}), ownFact('payment', { amount: '200000.00' })])).toEqual([]);
    expect(codes([ownFact('payment', { amount: '999999.00' })], {})).toEqual([]);
  });

  it('a corrected payment counts as corrected', () => {
    const facts = [
      ownFact('payment', { amount: '150000.00' }, { id: 'first' }),
      ownFact('payment', { amount: '100000.00' }),
    ];
    expect(codes(facts)).toEqual(['payments_above_contract']);
    expect(codes(corrected(facts, 'first', { amount: '100000.00' }))).toEqual([]);
  });

  it('a signing that the tender does not tell of is held to the award', () => {
    const award = { fact: 'award', data: { amount: '200000.00', supplier: { name: '甲' } } };
    const found = (data: object) =>
      contractConflicts({}, 'ground', [ownFact('signed', data)], award).map((c) => c.code);
    expect(found({ amount: '200000.01' })).toEqual(['contract_amount_differs']);
    expect(found({ supplier: { name: '乙' } })).toEqual(['contract_supplier_differs']);
    expect(found({ amount: '200000.00', supplier: { name: '甲' } })).toEqual([]);
  });
});

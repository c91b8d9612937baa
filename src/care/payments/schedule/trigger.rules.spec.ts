import { describe, expect, it } from '@jest/globals';
import { deriveTrigger, type Triggered, type TriggerFacts } from './trigger.rules.js';

const settled = (no: number, on: string) => ({ no, on, delivered: `${on.slice(0, 8)}01` });
const FACTS: TriggerFacts = {
  state: 'active',
  ended: false,
  signedOn: '2025-12-22',
  milestones: [settled(2, '2026-03-10'), settled(1, '2026-05-20')],
  reports: [settled(1, '2026-02-03')],
  settlements: [settled(1, '2026-04-10')],
  pending: { milestones: [], reports: [] },
  acceptedOn: '2026-07-01',
  deliveredOn: '2026-07-01',
};
const asked = (trigger: Triggered['trigger'], of: number | null = null, nth = 1, facts: Partial<TriggerFacts> = {}) => {
  const { on, delivered, missing } = deriveTrigger({ trigger, of, nth, named: [] }, { ...FACTS, ...facts });
  return [on, delivered, missing];
};

describe('what an instalment waits for', () => {
  it('is the signature, a milestone, a report or the acceptance', () => {
    expect(asked('signing')).toEqual(['2025-12-22', null, null]);
    expect(asked('milestone', 1)).toEqual(['2026-05-20', '2026-05-01', null]);
    expect(asked('report', 1)).toEqual(['2026-02-03', '2026-02-01', null]);
    expect(asked('acceptance')).toEqual(['2026-07-01', '2026-07-01', null]);
    expect(asked('settlement', 1)).toEqual(['2026-04-10', '2026-04-01', null]);
  });

  it('is the one that is named, else the n-th in the order of the days', () => {
    const open = { acceptedOn: null };
    expect(asked('milestone', 3, 1, open)).toEqual([null, null, 'milestone']);
    expect(asked('milestone', null, 1)[0]).toBe('2026-03-10');
    expect(asked('milestone', null, 2)[0]).toBe('2026-05-20');
    expect(asked('milestone', null, 3, open)).toEqual([null, null, 'milestone']);
    expect(asked('report', 2, 1, open)).toEqual([null, null, 'report']);
  });

  it('that is handed in and not judged yet has its day of delivery, in the order in which it was handed in', () => {
    const pending = {
      milestones: [
        { no: 4, delivered: '2026-06-02' },
        { no: 3, delivered: '2026-06-05' },
      ],
      reports: [{ no: 2, delivered: '2026-03-01' }],
    };
    const open = { acceptedOn: null, pending };
    expect(asked('milestone', 3, 1, open)).toEqual([null, '2026-06-05', 'milestone']);
    expect(asked('milestone', null, 3, open)).toEqual([null, '2026-06-02', 'milestone']);
    expect(asked('milestone', null, 4, open)).toEqual([null, '2026-06-05', 'milestone']);
    expect(asked('milestone', null, 5, open)).toEqual([null, null, 'milestone']);
    expect(asked('report', 2, 1, open)).toEqual([null, '2026-03-01', 'report']);
    // Accepted with the whole: what was handed in before was delivered then.
    expect(asked('report', 2, 1, { pending })).toEqual(['2026-07-01', '2026-03-01', null]);
  });

  it('is none that another instalment names', () => {
    const facts = { ...FACTS, acceptedOn: null };
    const unnamed = (nth: number, named: number[]) =>
      deriveTrigger({ trigger: 'milestone', of: null, nth, named }, facts).on;
    expect([unnamed(1, [2]), unnamed(2, [2])]).toEqual(['2026-05-20', null]);
    expect([unnamed(1, [1]), unnamed(1, [1, 2])]).toEqual(['2026-03-10', null]);
  });

  it('is met by the acceptance where nobody judged it: what was accepted is owed', () => {
    expect(asked('milestone', 3)).toEqual(['2026-07-01', '2026-07-01', null]);
    expect(asked('report', 2)).toEqual(['2026-07-01', '2026-07-01', null]);
    expect(asked('signing', null, 1, { signedOn: null })).toEqual(['2026-07-01', null, null]);
    expect(asked('report', 2, 1, { state: 'void' })).toEqual([null, null, 'contract_in_force']);
  });

  it('has not happened where nothing says so', () => {
    const nothing = { signedOn: null, milestones: [], reports: [], acceptedOn: null, deliveredOn: null };
    expect(asked('signing', null, 1, nothing)).toEqual([null, null, 'signature']);
    expect(asked('milestone', null, 1, nothing)).toEqual([null, null, 'milestone']);
    expect(asked('report', null, 1, nothing)).toEqual([null, null, 'report']);
    expect(asked('acceptance', null, 1, nothing)).toEqual([null, null, 'acceptance']);
  });

  it('is over with the contract: an advance where it ended, all but what was accepted where it was rescinded or closed', () => {
    const over = [null, null, 'contract_in_force'];
    const ended = (state: string) => ({ state, ended: true, acceptedOn: null });
    for (const state of ['terminated', 'rescinded', 'settled', 'archived'])
      expect(asked('signing', null, 1, ended(state))).toEqual(over);
    expect(asked('milestone', 1, 1, ended('terminated'))[0]).toBe('2026-05-20');
    for (const state of ['rescinded', 'settled', 'archived']) {
      expect(asked('milestone', 1, 1, ended(state))).toEqual(over);
      expect(asked('report', 1, 1, ended(state))).toEqual(over);
    }
    expect(asked('acceptance', null, 1, ended('terminated'))).toEqual([null, '2026-07-01', 'acceptance']);
    expect(asked('acceptance', null, 1, ended('settled'))).toEqual(over);
    expect(asked('acceptance', null, 1, { state: 'part_accepted', ended: true })[0]).toBe('2026-07-01');
    for (const state of ['halted', 'delivered', 'settled'])
      expect(asked('signing', null, 1, { state })[0]).toBe('2025-12-22');
    for (const state of ['draft', 'void']) expect(asked('signing', null, 1, { state })).toEqual(over);
  });
});

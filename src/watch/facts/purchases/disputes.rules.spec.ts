import { describe, expect, it } from '@jest/globals';
import { disputedFields, type LoadedConflict } from './disputes.rules.js';

const conflict = (
  code: LoadedConflict['code'],
  fields: string[],
  ...facts: LoadedConflict['facts'][number][]
): LoadedConflict => ({
  code,
  fields,
  facts,
});

describe('what is in doubt', () => {
  it('two awards with different dates leave the day of the award in doubt, not the number of bids', () => {
    const awards = conflict('fact_disagrees', ['decidedOn'], { kind: 'award', lot: 1 }, { kind: 'award', lot: 1 });
    expect(disputedFields([awards])).toEqual(['awardedOn']);
  });

  it('two contract facts with different windows leave window and end in doubt', () => {
    const contracts = conflict(
      'fact_disagrees',
      ['window'],
      { kind: 'contract', lot: null },
      { kind: 'contract', lot: null },
    );
    expect(disputedFields([contracts])).toEqual(['end', 'window']);
  });

  it('a disagreement about a rank leaves nothing in doubt that a rule needs', () => {
    expect(disputedFields([conflict('fact_disagrees', ['rank'], { kind: 'bid', lot: 1 })])).toEqual([]);
  });

  it('an award that is not the winner’s offer leaves the bids in doubt', () => {
    const facts = [
      { kind: 'award', lot: 1 },
      { kind: 'bid', lot: 1 },
    ];
    expect(disputedFields([conflict('award_differs_from_bid', ['amount', 'price'], ...facts)])).toEqual(['bids']);
    expect(disputedFields([conflict('rank_repeated', ['rank'], ...facts)])).toEqual([]);
  });

  it('what concerns another lot is no doubt about this one; what names no lot concerns all', () => {
    const other = conflict('bid_count_below_bids', ['bidCount'], { kind: 'award', lot: 2 });
    const all = conflict('award_above_ceiling', ['amount'], { kind: 'award', lot: null });
    expect(disputedFields([other, all], 1)).toEqual(['ceiling']);
    expect(disputedFields([other, all], 2)).toEqual(['bidCount', 'bids', 'ceiling']);
  });
});

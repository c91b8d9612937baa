import { describe, expect, it } from '@jest/globals';
import { honestMarket, PLAIN } from '../../../bench/detection/markets.js';
import { createRandom } from '../statistics/random.js';
import { emptyBaseline } from './baseline.rules.js';
import { candidateGroups, isSearchedWhole, MOST_SETS } from './candidate-groups.js';
import { viewMarket } from './market-view.js';
import { N03 } from './rules/meeting.rules.js';
import { screenMarket } from './screen-market.js';
import type { MarketLot } from './screening-types.js';

const BASELINE = emptyBaseline('5e'.repeat(32));
const market = (change: Partial<typeof PLAIN>) => honestMarket({ ...PLAIN, ...change }, createRandom('7a'.repeat(32)));

/** Every set that is all there is in common between some lots, three or more: by trying all sets of the firms of a lot. */
function listClosedSets(lots: readonly MarketLot[]): string[] {
  const view = viewMarket(lots);
  const sets = new Set<string>();
  for (const { bids } of view.lots) {
    const firms = [...bids.keys()];
    for (let mask = 1; mask < 2 ** firms.length; mask += 1) {
      const members = firms.filter((_, i) => mask & (1 << i));
      const shared = view.lots.filter((one) => members.every((firm) => one.bids.has(firm)));
      const first = shared[0];
      if (members.length < 2 || members.length > 8 || shared.length < 3 || first === undefined) continue;
      const common = [...first.bids.keys()].filter((firm) => shared.every((one) => one.bids.has(firm)));
      if (common.length === members.length) sets.add(members.join());
    }
  }
  return [...sets].sort();
}

const expectedMeetings = (lots: readonly MarketLot[], members: string): number => {
  const { byFirm } = viewMarket(lots);
  return members
    .split(',')
    .reduce((product, firm) => product * ((byFirm.get(firm)?.length ?? 0) / lots.length), lots.length);
};

describe('the groups of a market', () => {
  it('are all closed sets of two to eight firms that meet in three lots or more, beyond their activity', () => {
    const { lots } = market({ firms: 40, lots: 60, bids: [2, 7], regulars: 6 });
    const beyond = listClosedSets(lots).filter((members) => {
      const shared = lots.filter(({ bids }) =>
        members.split(',').every((firm) => bids.some(({ bidder }) => bidder === firm)),
      );
      return shared.length > expectedMeetings(lots, members);
    });
    expect(beyond.length).toBeGreaterThan(20);
    expect(beyond.length).toBeLessThan(60);
    expect(isSearchedWhole(lots)).toBe(true);
    expect(
      candidateGroups(lots)
        .map(({ members }) => members.join())
        .sort(),
    ).toEqual(beyond);
    expect(N03.screen(lots, BASELINE, '0'.repeat(32)).every(({ scope }) => scope !== 'market')).toBe(true);
  });

  it('of a crowd are those that meet most, and it is said that there were more', () => {
    const { lots } = market({ firms: 30, lots: 120, bids: [15, 20], regulars: 12 });
    expect(isSearchedWhole(lots)).toBe(false);
    expect(candidateGroups(lots).length).toBeLessThan(MOST_SETS);
    const { findings } = screenMarket(lots, [N03], BASELINE, { q: 0.05 });
    expect(findings.filter(({ scope }) => scope === 'market')).toEqual([
      expect.objectContaining({
        rule: 'N03',
        state: 'insufficient_data',
        reason: { code: 'too_many_groups', seen: MOST_SETS },
      }),
    ]);
  });
});

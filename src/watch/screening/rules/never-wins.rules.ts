import { explainFew, groupLots, toFinding, mute, toScope, type RuleName } from '../finding.js';
import { judgeGroups } from '../judge-groups.js';
import { compare, type MarketView, type ViewLot } from '../market-view.js';
import { isServiceDoubted } from '../statistics/predecessors.js';
import { computeChance, isRead, readStrengthsElsewhere, type Strengths } from '../statistics/strengths.js';

const NAME: RuleName = { id: 'N05', version: 4 };
const LEAST_LOTS = 8;
const LEAST_ELSEWHERE = 8;

/**
 * Never wins: a member bids in the group's lots again and again and wins none, though elsewhere it does. The chance of
 * each lot is the member's strength among that lot's bidders, all strengths (Plackett and Luce) taken from lots outside
 * the group, the member's own at its lower limit; who served the buyer last has more.
 */
export const N05 = judgeGroups(NAME, {
  prepare:
    ({ view }) =>
    (group) => {
      const met = groupLots(view, group);
      const awarded = met.filter((one) => one.winner !== null);
      const lots = awarded.filter((one) => isRead(view, one));
      if (lots.length < LEAST_LOTS) {
        const reason = explainFew(lots.length, LEAST_LOTS, [
          [awarded.filter(({ whole }) => !whole).length, { code: 'missing', fields: ['bids'] }],
          [awarded.filter((one) => isServiceDoubted(view, one)).length, { code: 'missing', fields: ['serviceLines'] }],
          [met.filter(({ manyWinners }) => manyWinners).length, { code: 'several_winners' }],
        ]);
        return mute(NAME, view, group, reason, false);
      }
      const elsewhere = readStrengthsElsewhere(view, group);
      const known = group.members.filter((firm) => (elsewhere.records.get(firm)?.bids ?? 0) >= LEAST_ELSEWHERE);
      const judgedMembers = known.map((firm) => ({ firm, ...chanceOfNone(view, lots, firm, elsewhere) }));
      const best = judgedMembers.sort((a, b) => a.p - b.p || a.smallest - b.smallest || compare(a.firm, b.firm))[0];
      if (best === undefined)
        return mute(NAME, view, group, { code: 'too_few_reference_lots', needed: LEAST_ELSEWHERE }, false);
      const found = {
        scope: toScope(group.members),
        members: group.members,
        lots: lots.filter(({ bids }) => bids.has(best.firm)),
        n: lots.length,
        statistic: { name: 'expectedWins', value: best.expected },
        figures: { firm: best.firm, won: best.won, bids: lots.length },
      };
      const looks = known.length;
      const smallest = Math.min(...judgedMembers.map((one) => one.smallest));
      return toFinding(NAME, found, Math.min(1, looks * best.p), Math.min(1, looks * smallest));
    },
});

function chanceOfNone(view: MarketView, lots: readonly ViewLot[], firm: string, elsewhere: Strengths) {
  const chances = lots.map((one) => computeChance(view, one, firm, elsewhere, 'lower'));
  const won = lots.filter(({ winner }) => winner === firm).length;
  const smallest = chances.reduce((product, chance) => product * (1 - chance), 1);
  return { won, smallest, p: won === 0 ? smallest : 1, expected: chances.reduce((sum, chance) => sum + chance, 0) };
}

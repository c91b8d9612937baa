import { toFinding, toUnjudgedFinding, type RuleName } from '../finding.js';
import { compare, firstOfEach, viewMarket, type ViewLot } from '../market-view.js';
import type { FindingScope, GroupFinding, GroupRule } from '../screening-types.js';
import { hypergeometricTail, poissonBinomialTail } from '../statistics/tails.js';

const NAME: RuleName = { id: 'N13', version: 2 };
const LEAST_EVENTS = 3;

/**
 * Rivals disqualified: for one agent or buyer all bids but one are rejected again and again, and the one that is left is
 * the same firm. Both must be unlikely: that so many lots end so there, against the others of the market; and that this
 * firm is left so often, where each bidder might have been. A strict agent does only the first. A purchase counts once, whatever its lots.
 */
export const N13: GroupRule = {
  ...NAME,
  triggers: true,
  screen: (market) => {
    const { lots } = viewMarket(market);
    const contested = firstOfEach(lots.filter(({ bids }) => bids.size >= 2));
    return [
      ...screenPlaces('agent', contested, ({ lot }) => lot.agent),
      ...screenPlaces('buyer', contested, ({ lot }) => lot.buyer),
    ];
  },
};

function screenPlaces(
  scope: FindingScope,
  lots: readonly ViewLot[],
  keyOf: (one: ViewLot) => string | null,
): GroupFinding[] {
  const contested = lots.filter(isTold);
  const events = contested.filter((one) => survivor(one) !== null);
  const keys = [...new Set(lots.flatMap((one) => keyOf(one) ?? []))].sort(compare);
  return keys.flatMap((key) => {
    const all = lots.filter((one) => keyOf(one) === key);
    const own = all.filter(isTold);
    if (own.length < LEAST_EVENTS && all.length >= LEAST_EVENTS) return [explainUntold(scope, key, all)];
    if (Math.min(own.length, events.length) < LEAST_EVENTS) return [];
    const ended = own.filter((one) => survivor(one) !== null);
    const firms = [...new Set(ended.flatMap((one) => survivor(one) ?? []))];
    // Any of those who were left might have been the one that is looked at.
    const best = firms
      .map((firm) => ({
        firm,
        p: Math.min(1, firms.length * Math.max(endsSo(firm, own, contested), leftSoOften(ended, firm))),
      }))
      .sort((a, b) => a.p - b.p || compare(a.firm, b.firm))[0];
    const smallest = hypergeometricTail(
      Math.min(own.length, events.length),
      own.length,
      events.length,
      contested.length,
    );
    const left = ended.filter((one) => survivor(one) === best?.firm);
    const found = {
      scope,
      members: best === undefined ? [] : [best.firm],
      lots: left,
      n: ended.length,
      statistic: { name: 'leftAlone', value: left.length },
      figures: { key, lots: own.length, allButOneRejected: ended.length, leftAlone: left.length },
    };
    return [toFinding(NAME, found, best?.p ?? 1, smallest)];
  });
}

/** All bids of the lot are listed, and what became of each is known. */
function isTold({ whole, bids }: ViewLot): boolean {
  return whole && [...bids.values()].every(({ status }) => status !== null);
}

function explainUntold(scope: FindingScope, key: string, lots: readonly ViewLot[]): GroupFinding {
  const fields = [lots.every(({ whole }) => !whole) ? 'bids' : 'status'];
  const statistic = { name: 'lots', value: lots.length };
  const found = { scope, members: [], lots, n: lots.length, statistic, figures: { key } };
  return toUnjudgedFinding(NAME, found, { code: 'missing', fields });
}

/** P(the firm's lots here end with it alone so often, were they like all others of the market). */
function endsSo(firm: string, own: readonly ViewLot[], lots: readonly ViewLot[]): number {
  const here = own.filter(({ bids }) => bids.has(firm));
  const countEnds = (some: readonly ViewLot[]): number => some.filter((one) => survivor(one) !== null).length;
  return hypergeometricTail(countEnds(here), here.length, countEnds(lots), lots.length);
}

/** P(the firm is the one that is left as often, or more, were it any of the bidders). */
function leftSoOften(ended: readonly ViewLot[], firm: string): number {
  const chances = ended.filter(({ bids }) => bids.has(firm)).map(({ bids }) => 1 / bids.size);
  return poissonBinomialTail(ended.filter((one) => survivor(one) === firm).length, chances);
}

/** The only bid that was not rejected, where there were others; withdrawn ones do not count. */
function survivor({ bids }: ViewLot): string | null {
  const judgedBids = [...bids.values()].filter(({ status }) => status !== 'withdrawn');
  const valid = judgedBids.filter(({ status }) => status === 'valid');
  return judgedBids.length >= 2 && valid.length === 1 ? (valid[0]?.bidder ?? null) : null;
}

import { isInstant } from '../../kernel/clock/moment.js';
import type { LotFacts } from '../facts/fact-types.js';
import type { MeetingFacts } from '../facts/handed-in-facts.js';
import type { Evidence } from '../runs/assessment-types.js';
import { describeChance } from '../rules/chances/chance.rules.js';
import { clear, findDispute, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic, toBasis } from '../rules/policy.rules.js';
import { listStandingBids } from '../rules/bids/shared-marks.rules.js';
import { BACKGROUND } from '../rules/bids/collusion-basis.rules.js';
import { lessOrEqual, ONE, parseRatio, sixDigits, times, type Ratio } from '../statistics/exact.js';
import { poissonBinomialUpperTail } from '../statistics/poisson-binomial.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEVEL = '0.01';
const WITHIN_MINUTES = 10;

/**
 * C09: one bidder comes right before the other, within minutes, purchase after purchase. The null keeps the instants at which
 * bids came in, which may all lie in the last hour, and gives them to the bidders of each purchase in an order drawn anew: of n
 * bidders with k such neighbours an ordered pair is one of them with k / (n (n - 1)). Lots of one purchase are one occasion.
 * p is for the best of all ordered pairs of this lot.
 */
export const C09: Indicator<'lot'> = {
  id: 'C09',
  version: 2,
  severity: 'notice',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C09,
  parameters: [statistic('level', LEVEL, 'p'), policy('within', WITHIN_MINUTES, 'minute')],
  basis: toBasis('statistic', BACKGROUND),
  cites: [BACKGROUND],
  uses: ['method', 'bidCount', 'handedIn', 'withdrawn', 'meetings'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const { method, bidCount, conflicts, withdrawn } = facts;
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    const quarrel = findDispute(conflicts, ['bids', 'receipts']);
    if (quarrel !== null) return insufficient(quarrel);
    if (bidCount === 0) return notApplicable({ code: 'no_bids' });
    if (bidCount !== null && bidCount - withdrawn === 1) return notApplicable({ code: 'one_bidder' });
    const own = toMeeting(facts);
    if (own === null) return insufficient({ missing: ['receipts'] });
    if (own.receipts.length < 2) return insufficient({ missing: ['bids'] });
    const occasions = listOccasions([own, ...facts.meetings]);
    const pairs = listOrderedPairs(own).map((pair) => screenPair(pair, occasions, own.receipts.length));
    const smallest = pairs.reduce((least, pair) => (lessOrEqual(pair.smallest, least) ? pair.smallest : least), ONE);
    const [best] = pairs.toSorted(comparePairs);
    if (best === undefined || !lessOrEqual(smallest, parseRatio(LEVEL))) {
      const met = Math.max(0, ...pairs.map(({ chances }) => chances.length));
      return insufficient({ code: 'few_meetings', meetings: met, smallestP: sixDigits(smallest) });
    }
    const pValue = sixDigits(best.p);
    const [first, second] = best.pair.map((key) => facts.handedIn.find((bid) => bid.key === key)?.bidder ?? key);
    const spoken = { value: pValue, threshold: LEVEL, unit: 'p' as const, pValue, evidence: best.evidence };
    const met = best.chances.length;
    const chance = describeChance(pValue, 'lot');
    return lessOrEqual(best.p, parseRatio(LEVEL))
      ? triggerFinding({
          ...spoken,
          speaksOf: [best.pair],
          explanation: {
            en: `In ${best.hits} of the ${met} purchases in which both bid, ${second} came right after ${first}, within ${WITHIN_MINUTES} minutes. The instants kept and only their order left to chance, for some pair of a lot: ${chance.en}`,
            zh: `在双方共同参加的 ${met} 次采购中，有 ${best.hits} 次${second}紧随${first}之后、在 ${WITHIN_MINUTES} 分钟之内提交。各次采购的提交时刻不变而先后次序随机，按一个包内任意两家计：${chance.zh}`,
            chance: { p: pValue, unit: 'lot' },
          },
        })
      : clear({
          ...spoken,
          explanation: {
            en: 'No two bidders of this lot come in one right after the other more often than chance has it.',
            zh: '本包各供应商之间未见超出巧合的先后紧邻提交。',
          },
        });
  },
};

interface Pair {
  pair: readonly [string, string];
  hits: number;
  /** Of each purchase in which both bid. */
  chances: Ratio[];
  p: Ratio;
  smallest: Ratio;
  evidence: Evidence[];
}

/** The lot itself; null where a bid of it has no instant. */
function toMeeting(facts: LotFacts): MeetingFacts | null {
  const bids = listStandingBids(facts);
  const receipts = bids.flatMap(({ key, received }) =>
    isInstant(received.standing) ? [{ key, at: received.standing }] : [],
  );
  const isWhole = receipts.length === bids.length && (facts.bidCount ?? 0) <= bids.length + facts.withdrawn;
  const { id, key } = facts.subject;
  const purchase = key.slice(0, key.lastIndexOf('/'));
  return isWhole ? { key, record: `lot:${id}`, purchase, receipts, whole: true } : null;
}

/** One lot of each purchase, the first by its key; of the purchase in question the lot in question. */
function listOccasions([own, ...others]: readonly [MeetingFacts, ...MeetingFacts[]]): MeetingFacts[] {
  const occasions = new Map([[own.purchase, own]]);
  for (const meeting of others.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    if (meeting.whole && !occasions.has(meeting.purchase)) occasions.set(meeting.purchase, meeting);
  return [...occasions.values()];
}

const listOrderedPairs = ({ receipts }: MeetingFacts): [string, string][] =>
  receipts.flatMap((a) => receipts.filter((b) => b.key !== a.key).map((b): [string, string] => [a.key, b.key]));

function screenPair(pair: readonly [string, string], occasions: readonly MeetingFacts[], bidders: number): Pair {
  const met = occasions.filter(({ receipts }) => pair.every((key) => receipts.some((receipt) => receipt.key === key)));
  const looked = met.map((meeting) => ({ meeting, ...lookAtOrder(meeting, pair) }));
  const chances = looked.map(({ chance }) => chance);
  const hits = looked.filter(({ isHit }) => isHit);
  const looks = BigInt(bidders * (bidders - 1));
  const possible = chances.filter(({ num }) => num > 0n).length;
  return {
    pair,
    hits: hits.length,
    chances,
    p: times(poissonBinomialUpperTail(chances, hits.length), looks),
    smallest: possible === 0 ? ONE : times(poissonBinomialUpperTail(chances, possible), looks),
    evidence: hits.flatMap(({ meeting }) =>
      meeting.receipts
        .filter(({ key }) => pair.includes(key))
        .map(({ at }) => ({ record: meeting.record, field: 'receivedAt', value: at })),
    ),
  };
}

/** Whether the second of a pair came right after the first, and how often it would by chance at these instants. */
function lookAtOrder({ receipts }: MeetingFacts, [first, second]: readonly [string, string]) {
  const sorted = receipts.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.at < b.at ? -1 : 1));
  const near = sorted
    .slice(1)
    .map((receipt, i) => ({ before: sorted[i]?.key, after: receipt.key, gap: gap(sorted[i]?.at, receipt.at) }))
    .filter((step) => step.gap <= WITHIN_MINUTES * 60_000);
  const orders = BigInt(sorted.length * (sorted.length - 1));
  return {
    isHit: near.some(({ before, after }) => before === first && after === second),
    chance: { num: BigInt(near.length), den: orders },
  };
}

const gap = (before: string | undefined, after: string): number => Date.parse(after) - Date.parse(before ?? after);

function comparePairs(a: Pair, b: Pair): number {
  if (!lessOrEqual(b.p, a.p)) return -1;
  if (!lessOrEqual(a.p, b.p)) return 1;
  return a.pair.join('\n') < b.pair.join('\n') ? -1 : 1;
}

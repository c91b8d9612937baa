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
import { factorial, larger, lessOrEqual, ONE, parseRatio, sixDigits, times, type Ratio } from '../statistics/exact.js';
import { dealtUpperTail, MOST_DEALT, poissonBinomialUpperTail } from '../statistics/poisson-binomial.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const LEVEL = '0.01';
const WITHIN_MINUTES = 10;
const WITHIN = WITHIN_MINUTES * 60_000;

/**
 * C09: one bidder comes right before the other, within minutes, purchase after purchase. Three nulls have to fall. One keeps the instants
 * at which bids came in, which may all lie in the last hour, and gives them to the bidders of each purchase in an order drawn anew: of n
 * bidders with k such neighbours an ordered pair is one of them with k / (n (n - 1)). The second keeps what each is used to: how long
 * before the deadlines the second came in is dealt anew among the purchases in which both bid, so that two who each have an hour of their
 * own are as near each other as before. The third does the same where all bidders are earlier or later from purchase to purchase: what is
 * dealt is how early the second was against the others there. Of more than twelve purchases the latest twelve are dealt. Lots of one
 * purchase are one occasion. p is the largest of the three, for the best of all ordered pairs of this lot.
 */
export const C09: Indicator<'lot'> = {
  id: 'C09',
  version: 3,
  severity: 'notice',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C09,
  parameters: [statistic('level', LEVEL, 'p'), policy('within', WITHIN_MINUTES, 'minute')],
  basis: toBasis('statistic', BACKGROUND),
  cites: [BACKGROUND],
  uses: ['method', 'bidCount', 'handedIn', 'withdrawn', 'deadline', 'meetings'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const { method, bidCount, conflicts, withdrawn } = facts;
    if (method === 'SINGLE_SOURCE') return notApplicable({ code: 'single_source' });
    const quarrel = findDispute(conflicts, ['bids', 'receipts', 'deadline']);
    if (quarrel !== null) return insufficient(quarrel);
    if (bidCount === 0) return notApplicable({ code: 'no_bids' });
    if (bidCount !== null && bidCount - withdrawn === 1) return notApplicable({ code: 'one_bidder' });
    const own = toMeeting(facts);
    if (own === null) return insufficient({ missing: ['receipts'] });
    if (own.deadline === null) return insufficient({ missing: ['deadline'] });
    if (own.receipts.length < 2) return insufficient({ missing: ['bids'] });
    const occasions = listOccasions([own, ...facts.meetings]);
    const pairs = listOrderedPairs(own).map((pair) => screenPair(pair, occasions, own.receipts.length));
    const smallest = pairs.reduce((least, pair) => (lessOrEqual(pair.smallest, least) ? pair.smallest : least), ONE);
    const [best] = pairs.toSorted(comparePairs);
    if (best === undefined || !lessOrEqual(smallest, parseRatio(LEVEL))) {
      const met = Math.max(0, ...pairs.map((pair) => pair.met));
      return insufficient({ code: 'few_meetings', meetings: met, smallestP: sixDigits(smallest) });
    }
    const pValue = sixDigits(best.p);
    const [first, second] = best.pair.map((key) => facts.handedIn.find((bid) => bid.key === key)?.bidder ?? key);
    const spoken = { value: pValue, threshold: LEVEL, unit: 'p' as const, pValue, evidence: best.evidence };
    const chance = describeChance(pValue, 'lot');
    return lessOrEqual(best.p, parseRatio(LEVEL))
      ? triggerFinding({
          ...spoken,
          speaksOf: [best.pair],
          explanation: {
            en: `In ${best.hits} of the ${best.met} purchases in which both bid, ${second} came right after ${first}, within ${WITHIN_MINUTES} minutes. Neither their order by chance nor the hours that each keeps explains it; for some pair of a lot: ${chance.en}`,
            zh: `在双方共同参加的 ${best.met} 次采购中，有 ${best.hits} 次${second}紧随${first}之后、在 ${WITHIN_MINUTES} 分钟之内提交。随机的先后次序、各自惯常的提交时间均不足以解释；按一个包内任意两家计：${chance.zh}`,
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
  /** Purchases in which both bid. */
  met: number;
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
  const due = facts.deadline?.value ?? null;
  const deadline = due !== null && isInstant(due) ? due : null;
  return isWhole ? { key, record: `lot:${id}`, purchase, deadline, receipts, whole: true } : null;
}

/** A lot with its instants in milliseconds. */
interface Occasion {
  meeting: MeetingFacts;
  due: number;
  times: ReadonlyMap<string, number>;
  /** Who came right before whom, within minutes. */
  near: readonly { before: string; after: string }[];
  /** How often an ordered pair would be near by chance at these instants. */
  chance: Ratio;
}

/** One lot of each purchase, the first by its key; of the purchase in question the lot in question. */
function listOccasions([own, ...others]: readonly [MeetingFacts, ...MeetingFacts[]]): Occasion[] {
  const occasions = new Map([[own.purchase, own]]);
  for (const meeting of others.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    if (meeting.whole && meeting.deadline !== null && !occasions.has(meeting.purchase))
      occasions.set(meeting.purchase, meeting);
  return [...occasions.values()].map(toOccasion);
}

function toOccasion(meeting: MeetingFacts): Occasion {
  const sorted = meeting.receipts
    .map(({ key, at }) => ({ key, at, time: Date.parse(at) }))
    .sort((a, b) => a.time - b.time || (a.at < b.at ? -1 : 1));
  const near = sorted.flatMap(({ key, time }, i) => {
    const before = sorted[i - 1];
    return before !== undefined && time - before.time <= WITHIN ? [{ before: before.key, after: key }] : [];
  });
  return {
    meeting,
    due: Date.parse(meeting.deadline ?? ''),
    times: new Map(sorted.map(({ key, time }) => [key, time])),
    near,
    chance: { num: BigInt(near.length), den: BigInt(sorted.length * (sorted.length - 1)) },
  };
}

const listOrderedPairs = ({ receipts }: MeetingFacts): [string, string][] =>
  receipts.flatMap((a) => receipts.filter((b) => b.key !== a.key).map((b): [string, string] => [a.key, b.key]));

function screenPair(pair: readonly [string, string], occasions: readonly Occasion[], bidders: number): Pair {
  const [first, second] = pair;
  const met = occasions.filter(({ times }) => times.has(first) && times.has(second));
  const chances = met.map(({ chance }) => chance);
  const hits = met.filter(({ near }) => near.some(({ before, after }) => before === first && after === second));
  const looks = BigInt(bidders * (bidders - 1));
  const inOrder = times(poissonBinomialUpperTail(chances, hits.length), looks);
  const isNear = lessOrEqual(inOrder, parseRatio(LEVEL));
  return {
    pair,
    hits: hits.length,
    met: met.length,
    p: isNear ? larger(inOrder, times(dealLeads(listLatest(met), pair), looks)) : inOrder,
    smallest: larger(
      times(chances.reduce(multiplyPossible, ONE), looks),
      times({ num: 1n, den: factorial(Math.min(met.length, MOST_DEALT)) }, looks),
    ),
    evidence: hits.flatMap(({ meeting }) =>
      meeting.receipts
        .filter(({ key }) => pair.includes(key))
        .map(({ at }) => ({ record: meeting.record, field: 'receivedAt', value: at })),
    ),
  };
}

/** Where nobody came within minutes of another nothing can be seen. */
const multiplyPossible = (all: Ratio, { num, den }: Ratio): Ratio =>
  num === 0n ? all : { num: all.num * num, den: all.den * den };

const listLatest = (met: readonly Occasion[]): Occasion[] => met.toSorted((a, b) => b.due - a.due).slice(0, MOST_DEALT);

/**
 * P that the second comes right after the first as often where the time by which it was early is dealt anew among these purchases, as it
 * is and as a share of that of the others there, whichever explains more; everybody else stays.
 */
function dealLeads(met: readonly Occasion[], pair: readonly [string, string]): Ratio {
  const [first, second] = pair;
  const deal = (scales: readonly number[]): Ratio => {
    const leads = met.map(({ due, times }, i) => (due - (times.get(second) ?? NaN)) / (scales[i] ?? 1));
    const fits = met.map(({ due, times }, i) => {
      const before = times.get(first) ?? NaN;
      const later = [...times].flatMap(([key, time]) => (pair.includes(key) || time < before ? [] : [time]));
      const latest = Math.min(before + WITHIN, ...later);
      const dealt = leads.map((lead) => due - Math.round(lead * (scales[i] ?? 1)));
      return dealt.map((time) => time >= before && time <= latest);
    });
    return dealtUpperTail(fits, fits.filter((row, i) => row[i]).length);
  };
  return larger(deal(met.map(() => 1)), deal(met.map((occasion) => measureScale(occasion, pair))));
}

/** How early the others of a purchase came, in milliseconds: the geometric mean; 1 where there are no others. */
function measureScale({ due, times }: Occasion, pair: readonly [string, string]): number {
  const logs = [...times].flatMap(([key, time]) => (pair.includes(key) ? [] : [Math.log(Math.max(due - time, 1_000))]));
  return logs.length === 0 ? 1 : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

function comparePairs(a: Pair, b: Pair): number {
  if (!lessOrEqual(b.p, a.p)) return -1;
  if (!lessOrEqual(a.p, b.p)) return 1;
  return a.pair.join('\n') < b.pair.join('\n') ? -1 : 1;
}

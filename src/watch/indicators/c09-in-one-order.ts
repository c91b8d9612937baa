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
 * C09: one bidder comes right before the other, within minutes, purchase after purchase. Four nulls have to fall. One keeps the instants
 * at which bids came in, which may all lie in the last hour, and gives them to the bidders of each purchase in an order drawn anew: of n
 * bidders with k such neighbours an ordered pair is one of them with k / (n (n - 1)). The others keep what each is used to, so that two
 * who each have an hour of their own are as near each other as before: when the second came is dealt anew among the purchases in which
 * both bid, as so long before the deadline, as a share of how early the others there were, and as so many days before at that hour of
 * the clock. Of more than twelve purchases the latest twelve are dealt. Lots of one purchase are one occasion. p is the largest of the
 * four, for the best of all ordered pairs of this lot.
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
    const purchases = listOccasions([own, ...facts.meetings]);
    const pairs = listOrderedPairs(own).map((pair) => screenPair(pair, purchases, own.receipts.length));
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

/** Purchases, each with its lots in the order of their keys; of the purchase in question the lot in question alone. */
function listOccasions([own, ...others]: readonly [MeetingFacts, ...MeetingFacts[]]): Occasion[][] {
  const purchases = new Map([[own.purchase, [toOccasion(own)]]]);
  for (const meeting of others.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    if (!meeting.whole || meeting.deadline === null || meeting.purchase === own.purchase) continue;
    const occasion = toOccasion(meeting);
    // What came after the deadline had one that is not on record.
    if (Math.max(...occasion.times.values()) > occasion.due) continue;
    purchases.set(meeting.purchase, [...(purchases.get(meeting.purchase) ?? []), occasion]);
  }
  return [...purchases.values()];
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

function screenPair(
  pair: readonly [string, string],
  purchases: readonly (readonly Occasion[])[],
  bidders: number,
): Pair {
  const [first, second] = pair;
  const met = purchases.flatMap((lots) => lots.find(({ times }) => times.has(first) && times.has(second)) ?? []);
  const beside = met.filter(({ times }) => times.size > 2);
  const chances = met.map(({ chance }) => chance);
  const hits = met.filter(({ near }) => near.some(({ before, after }) => before === first && after === second));
  const looks = BigInt(bidders * (bidders - 1));
  const inOrder = times(poissonBinomialUpperTail(chances, hits.length), looks);
  const isNear = lessOrEqual(inOrder, parseRatio(LEVEL));
  return {
    pair,
    hits: hits.length,
    met: met.length,
    p: isNear ? larger(inOrder, times(dealAnew(met, beside, pair), looks)) : inOrder,
    smallest: larger(
      times(chances.reduce(multiplyPossible, ONE), looks),
      times({ num: 1n, den: factorial(Math.min(beside.length, MOST_DEALT)) }, looks),
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

/** P that the second comes right after the first as often where when it came is dealt anew, in whichever way explains more. */
function dealAnew(met: readonly Occasion[], beside: readonly Occasion[], pair: readonly [string, string]): Ratio {
  const leads = deal(listLatest(met), pair, {
    take: ({ due }, at) => due - at,
    give: ({ due }, lead) => due - lead,
  });
  const latest = listLatest(beside);
  const scales = new Map(latest.map((occasion) => [occasion, measureScale(occasion, pair)]));
  const shares = deal(latest, pair, {
    take: (occasion, at) => (occasion.due - at) / (scales.get(occasion) ?? NaN),
    give: (occasion, share) => occasion.due - Math.round(share * (scales.get(occasion) ?? NaN)),
  });
  const hours = deal(listLatest(met), pair, {
    take: ({ due }, at) => at - startDay(due),
    give: ({ due }, since) => startDay(due) + since,
  });
  return [shares, hours].reduce(larger, leads);
}

/** How an instant is said so that it can be told of another purchase, and how it is there. */
interface Habit {
  take(occasion: Occasion, at: number): number;
  give(occasion: Occasion, taken: number): number;
}

/** The same where the second's instants, said in one way, are dealt anew among these purchases; everybody else stays. */
function deal(met: readonly Occasion[], [first, second]: readonly [string, string], habit: Habit): Ratio {
  const taken = met.map((occasion) => habit.take(occasion, occasion.times.get(second) ?? NaN));
  const fits = met.map((occasion) => {
    const before = occasion.times.get(first) ?? NaN;
    const later = [...occasion.times].flatMap(([key, time]) =>
      key === first || key === second || time < before ? [] : [time],
    );
    const latest = Math.min(before + WITHIN, ...later);
    return taken.map((one) => {
      const at = habit.give(occasion, one);
      return at >= before && at <= latest;
    });
  });
  return dealtUpperTail(fits, fits.filter((row, i) => row[i]).length);
}

/** How early the others of a purchase came, in milliseconds: the geometric mean. */
function measureScale({ due, times }: Occasion, pair: readonly [string, string]): number {
  const logs = [...times].flatMap(([key, time]) => (pair.includes(key) ? [] : [Math.log(Math.max(due - time, 1_000))]));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

const DAY = 86_400_000;
/** Of China, which is eight hours ahead. */
const AHEAD = 8 * 3_600_000;
/** The midnight before an instant, in China. */
const startDay = (at: number): number => Math.floor((at + AHEAD) / DAY) * DAY - AHEAD;

function comparePairs(a: Pair, b: Pair): number {
  if (!lessOrEqual(b.p, a.p)) return -1;
  if (!lessOrEqual(a.p, b.p)) return 1;
  return a.pair.join('\n') < b.pair.join('\n') ? -1 : 1;
}

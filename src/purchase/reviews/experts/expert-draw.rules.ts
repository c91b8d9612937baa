import { createHash } from 'node:crypto';
import { addDays, later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { andThen, getKnownValue, type Certain, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { periodEnd, readPeriod } from '../../../law/deadlines/periods.rules.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { RESULT } from '../review-codes.js';
import { draw } from '../scoring/ranking.rules.js';

/** Drawn in the finance authority's library, drawn here from its pool, or picked by hand with consent. */
export const DRAW_SOURCES = ['library', 'pool', 'picked'] as const;
export type DrawSource = (typeof DRAW_SOURCES)[number];

/** Why an expert of the field takes no part: tied to a buyer, its agent or a bidder, barred from the lot, or drawn for it before. */
export const EXCLUSION_GROUNDS = [
  'tied_to_buyer',
  'tied_to_agent',
  'tied_to_bidder',
  'barred',
  'drawn_before',
] as const;
export type ExclusionGround = (typeof EXCLUSION_GROUNDS)[number];

/** An expert who was left out of a draw. */
export interface Excluded {
  user: string;
  ground: ExclusionGround;
}

/** An expert of the field, with the bodies of the own seats and ties. */
export interface Candidate {
  user: string;
  bodies: readonly string[];
  isBarred: boolean;
  wasDrawn: boolean;
}

/** Whom nobody may be tied to; bidders only once the bids are open, for before that the answer would tell who has bid. */
export interface Interested {
  buyers: readonly string[];
  agent: string | null;
  bidders: readonly string[];
}

/** Those who take part in a draw, and those who are left out, each with the first ground that holds. */
export function dividePool(
  candidates: readonly Candidate[],
  { buyers, agent, bidders }: Interested,
): { pool: string[]; excluded: Excluded[] } {
  const pool: string[] = [];
  const excluded: Excluded[] = [];
  for (const { user, bodies, isBarred, wasDrawn } of candidates) {
    const grounds: [ExclusionGround, boolean][] = [
      ['tied_to_buyer', bodies.some((body) => buyers.includes(body))],
      ['tied_to_agent', agent !== null && bodies.includes(agent)],
      ['tied_to_bidder', bodies.some((body) => bidders.includes(body))],
      ['barred', isBarred],
      ['drawn_before', wasDrawn],
    ];
    const ground = grounds.find(([, holds]) => holds)?.[0];
    if (ground === undefined) pool.push(user);
    else excluded.push({ user, ground });
  }
  return { pool, excluded };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is published of a seed before the draw. */
export const hashSeed = (seed: string): string => sha256(seed);
/** What is published of those among whom it is drawn: their ids in order, parted by `|`. */
export const hashPool = (users: readonly string[]): string => sha256(users.toSorted().join('|'));

/** One of the order, with the hash that gave the place. */
export interface Drawn {
  user: string;
  hash: string;
}

/**
 * The order in which experts are asked: by the draw that parts equal offers, with the seed of this one. Each order is as
 * likely as any other, for places are compared as whole hashes and no number is cut down to the size of the pool.
 */
export const drawExperts = (seed: string, lot: string, pool: readonly string[]): Drawn[] =>
  draw(seed, lot, pool).order.map(({ bid, hash }) => ({ user: bid, hash }));

/** A draw as it is opened with the result. */
export interface OpenedDraw {
  lot: string;
  seed: string;
  seedHash: string;
  poolHash: string;
  /** In the order of their places. */
  order: readonly Drawn[];
}

/** Whether an opened draw is what its seed and pool give, and these are those whose hashes were published. */
export function verifyExpertDraw({ lot, seed, seedHash, poolHash, order }: OpenedDraw): boolean {
  const pool = order.map(({ user }) => user);
  if (new Set(pool).size !== pool.length || hashSeed(seed) !== seedHash || hashPool(pool) !== poolHash) return false;
  return drawExperts(seed, lot, pool).every(({ user, hash }, i) => order[i]?.user === user && order[i].hash === hash);
}

/**
 * The first day on which experts may be drawn for a review: two working days before it. Where the calendar does not reach
 * that far it is two days before, which is early enough under no calendar.
 */
export function earliestDrawDay(calendar: WorkingCalendar, reviewOn: PlainDate): PlainDate {
  const days = Number(getRule('EXPERT-DRAW-2WD').value);
  return getKnownValue(calendar.addWorkingDays(reviewOn, -days)) ?? addDays(reviewOn, -days);
}

/** Refuses a draw before its first day: who is known for long may be approached. */
export function refuseEarlyDraw(
  calendar: WorkingCalendar,
  { drawnOn, reviewOn, pointer }: { drawnOn: PlainDate; reviewOn: PlainDate; pointer: string },
): ProblemDetails | null {
  const earliest = earliestDrawDay(calendar, reviewOn);
  if (drawnOn >= earliest) return null;
  const text = { en: `Not before ${earliest}`, zh: `不得早于 ${earliest}` };
  return {
    ...toRuleRefusal(getRule('EXPERT-DRAW-2WD'), [{ pointer, code: 'too_early', text }]),
    facts: { earliest, reviewOn },
  };
}

/** What says when the names and the seed of a lot's draws are opened. Days in Shanghai. */
export interface LotEnd {
  state: string | null;
  /** Day on which it was told that the lot failed or was cancelled. */
  toldOn: PlainDate | null;
  /** Day on which the last of the challenges about the lot came that were answered. */
  answeredReceivedOn: PlainDate | null;
  /** A challenge or complaint about it waits for its decision. */
  disputed: boolean;
}

const ENDED: readonly string[] = ['failed', 'cancelled'];

/**
 * Whether names and seed are opened: with the result. Of a lot that failed or was cancelled the end may turn out to be unlawful,
 * and its panel goes on: there they are opened when nobody can object any more, after the notice (RESULT-NOTICE-1WD) and the
 * time to challenge (CHALLENGE-7WD), and of each challenge that was answered the time to complain (COMPLAINT-15WD), which begins
 * when the days for answering are over (CHALLENGE-REPLY-7WD), however early it was. `opensOn` is that day, as far as it is known; null while something is undecided, in a year whose calendar is not known, and of every other lot.
 */
export function deriveOpening(
  { state, toldOn, answeredReceivedOn, disputed }: LotEnd,
  { calendar, today }: { calendar: WorkingCalendar; today: PlainDate },
): { opened: boolean; opensOn: PlainDate | null } {
  if (RESULT.includes(state ?? '')) return { opened: true, opensOn: null };
  if (!ENDED.includes(state ?? '') || toldOn === null || disputed) return { opened: false, opensOn: null };
  const told = addPeriod(calendar, toldOn, 'RESULT-NOTICE-1WD');
  const ends = [
    andThen(told, (day) => addPeriod(calendar, day, 'CHALLENGE-7WD')),
    ...(answeredReceivedOn === null
      ? []
      : [
          andThen(addPeriod(calendar, answeredReceivedOn, 'CHALLENGE-REPLY-7WD'), (day) =>
            addPeriod(calendar, day, 'COMPLAINT-15WD'),
          ),
        ]),
  ].map(getKnownValue);
  const last = ends.includes(null) ? null : ends.filter((day) => day !== null).reduce(later);
  const opensOn = last === null ? null : addDays(last, 1);
  return { opened: opensOn !== null && today >= opensOn, opensOn };
}

function addPeriod(calendar: WorkingCalendar, from: PlainDate, rule: string): Certain<PlainDate> {
  const period = readPeriod(getRule(rule));
  if (period === null) throw new Error(`${rule} is no period`);
  return periodEnd(calendar, from, period);
}

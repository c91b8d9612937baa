import { earliestDay, latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { BudgetLevel } from '../../code-lists/methods.js';
import { listJurisdictions } from '../rule-book.js';
import { isProcurementLaw, type Rule } from '../rule-types.js';

/**
 * `procurement`: the amount from which a purchase is one of the law of procurement (rule PURCHASE-LIMIT: Law article 2 II).
 * `open_tender`: the amount from which it must be tendered openly (rule OPEN-THRESHOLD: Law article 27).
 */
export const THRESHOLD_KINDS = ['open_tender', 'procurement'] as const;
export type ThresholdKind = (typeof THRESHOLD_KINDS)[number];

/** An amount in force in a place, of services. Fen. */
export interface LimitRow {
  kind: ThresholdKind;
  region: string;
  level: BudgetLevel;
  amount: string;
  effective_from: PlainDate;
  effective_to: PlainDate | null;
}

/** What decides which limit is that of a purchase, and whether the purchase reaches it. */
export interface LimitedPurchase {
  region: string | null;
  level: BudgetLevel | null;
  /** Fen. `isLeast`: the purchase may have come to more, as where a part of it alone is known. */
  sum: { amount: bigint; isLeast: boolean } | null;
  day: PartialDate | null;
}

/** What would have to be known before a purchase can be compared with a limit. */
type ReachGap = 'region' | 'level' | 'sum' | 'day' | 'limit';

export interface LimitCompared {
  state: 'reached' | 'below' | 'unknown';
  /** The limit that decides, fen as decimal text; null where none is known. */
  limit: string | null;
  missing: readonly ReachGap[];
}

/** Whether the law of procurement binds a purchase, and whether it reaches the open-tender threshold. */
export interface Reach {
  state: 'applies' | 'below' | 'unknown';
  limit: string | null;
  missing: readonly ReachGap[];
  openTender: LimitCompared['state'];
  /** The place and the level whose limits are asked for. */
  region: string | null;
  level: BudgetLevel | null;
}

/** Without a level a recorded place names a local budget: a purchase of a central one says so. */
const LOCAL: readonly BudgetLevel[] = ['provincial', 'below_provincial'];

/**
 * Holds a purchase against the limits on record: at the amount it is reached ("达到"). Where its level or its day is not
 * known, every limit that may be its own has to give the same answer. What is not on record is unknown, never a default.
 */
export function compareLimit(
  kind: ThresholdKind,
  { region, level, sum, day }: LimitedPurchase,
  limits: readonly LimitRow[],
): LimitCompared {
  const places = region === null ? (level === 'central' ? ['CN'] : null) : listJurisdictions(region);
  if (places === null || sum === null || day === null)
    return toUnknown([
      ...(places === null ? (['region'] as const) : []),
      ...(sum === null ? (['sum'] as const) : []),
      ...(day === null ? (['day'] as const) : []),
    ]);
  const own = limits.filter((row) => row.kind === kind && places.includes(row.region));
  const days = listDays(own, day);
  const ofLevels = (level === null ? LOCAL : [level]).map((each) =>
    days.map((at) => findAmount(own, places, each, at)),
  );
  const amounts = ofLevels.flat();
  if (amounts.some((amount) => amount === null)) return toUnknown(['limit']);
  const sorted = [...new Set(amounts.filter((amount) => amount !== null))].sort((a, b) => (a < b ? -1 : 1));
  const [least, most] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n];
  if (sum.amount >= most) return { state: 'reached', limit: most.toString(), missing: [] };
  if (sum.amount < least)
    return sum.isLeast ? toUnknown(['sum']) : { state: 'below', limit: least.toString(), missing: [] };
  const differsByDay = ofLevels.some((each) => new Set(each).size > 1);
  return toUnknown([...(level === null ? (['level'] as const) : []), ...(differsByDay ? (['day'] as const) : [])]);
}

/**
 * Whether the law of procurement binds a purchase. Whoever conducts one here does so by that law; of one that was recorded
 * the limit of its place, level and day decides, and until somebody states that limit nothing can be said to have been broken.
 */
export function procurementReach(
  purchase: LimitedPurchase & { conducted: 'here' | 'elsewhere' },
  limits: readonly LimitRow[],
): Reach {
  const { conducted, region, level } = purchase;
  const { state, limit, missing } = compareLimit('procurement', purchase, limits);
  const openTender = compareLimit('open_tender', purchase, limits).state;
  const place = { openTender, region, level };
  if (conducted === 'here') return { state: 'applies', limit, missing: [], ...place };
  return { state: state === 'reached' ? 'applies' : state, limit, missing, ...place };
}

/** Rules that bind only from the open-tender threshold on: Regulation article 38. */
const FROM_THRESHOLD: readonly string[] = ['SS-PUBLICITY-5WD'];

/** Whether a rule binds a purchase of this reach. Rules outside the law of procurement bind whatever it comes to. */
export function deriveBinding(rule: Rule, { state, openTender }: Pick<Reach, 'state' | 'openTender'>): Binding {
  if (!isProcurementLaw(rule)) return 'binds';
  if (state !== 'applies') return state === 'below' ? 'free' : 'unknown';
  if (!FROM_THRESHOLD.includes(rule.id)) return 'binds';
  return openTender === 'reached' ? 'binds' : openTender === 'below' ? 'free' : 'unknown';
}
export type Binding = 'binds' | 'free' | 'unknown';

const toUnknown = (missing: readonly ReachGap[]): LimitCompared => ({ state: 'unknown', limit: null, missing });

/** The days on which the limit of a date may have changed: of a month or a year its ends, each day a limit began, and each after its last. */
function listDays(limits: readonly LimitRow[], date: PartialDate): PlainDate[] {
  const [first, last] = [earliestDay(date), latestDay(date)];
  const changed = limits.flatMap(({ effective_from: from, effective_to: to }) =>
    to === null ? [from] : [from, addDays(to, 1)],
  );
  return [...new Set([first, ...changed.filter((day) => day > first && day < last), last])];
}

/** The amount of the nearest place that has one on that day. */
function findAmount(
  limits: readonly LimitRow[],
  places: readonly string[],
  level: BudgetLevel,
  at: PlainDate,
): bigint | null {
  const inForce = limits.filter(
    (row) => row.level === level && row.effective_from <= at && (row.effective_to === null || at <= row.effective_to),
  );
  const nearest = places
    .map((place) => inForce.find(({ region }) => region === place))
    .find((row) => row !== undefined);
  return nearest === undefined ? null : BigInt(nearest.amount);
}

import { stands, type MarketView, type ViewLot } from '../market-view.js';

/** Who served before a lot, as far as the lots of the market tell. */
export interface Served {
  /** The lot of the service before this one, which went to one or to several; null where there is none, or where it is not known which. */
  last: ViewLot | null;
  /** Of those that won a lot of which this may be the next, where nobody said of which: one of them may know the residents. */
  possible: ReadonlySet<string>;
}

const NOBODY: Served = { last: null, possible: new Set() };

/** Services are bought for a year, at most for three (GPS-TERM-3Y), and anew in the same season: within so many days of it. */
const DAYS_A_YEAR = 365;
const SEASON = 45;
const MOST_YEARS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

const SERVED = new WeakMap<MarketView, readonly Served[]>();

/**
 * A lot that says which service it is for follows the last of that service. Of any other the last lot of its buyer stands for
 * it, unless that buyer bought something else in this season of an earlier year: then any of that may be what is bought anew.
 */
export function readPredecessor(view: MarketView, { index }: ViewLot): Served {
  const known = SERVED.get(view) ?? findPredecessors(view);
  SERVED.set(view, known);
  return known[index] ?? NOBODY;
}

/** Whether one of those who bid may have served there, and nobody said who did: the lot tells nothing of how firms win. */
export function isServiceDoubted(view: MarketView, one: ViewLot): boolean {
  const { possible } = readPredecessor(view, one);
  return possible.size > 0 && [...one.bids.values()].some((bid) => stands(bid) && possible.has(bid.bidder));
}

function findPredecessors(view: MarketView): Served[] {
  const [byBuyer, byService] = [new Map<string, Timed[]>(), new Map<string, Timed[]>()];
  return view.lots.map((one) => {
    const { buyer, service = null, day, dayUnknown } = one.lot;
    if (dayUnknown === true) return NOBODY;
    const at = Date.parse(day) / DAY_MS;
    const [ofBuyer, ofService] = [openList(byBuyer, buyer), openList(byService, service)];
    const found = ofService.length > 0 ? toLast(findLast(ofService, at)) : judgeBuyer(ofBuyer, at, service !== null);
    if (one.winner !== null || one.manyWinners) {
      ofBuyer.push({ one, at });
      ofService.push({ one, at });
    }
    return found;
  });
}

/** The lots of one buyer or service so far; of one that is not known none, and none are kept. */
function openList(lots: Map<string, Timed[]>, key: string | null): Timed[] {
  if (key === null) return [];
  const own = lots.get(key) ?? [];
  if (own.length === 0) lots.set(key, own);
  return own;
}

/** A lot that was awarded, and its day as a number. */
interface Timed {
  one: ViewLot;
  at: number;
}

const toLast = (last: ViewLot | null): Served => (last === null ? NOBODY : { ...NOBODY, last });

/** Lots of one day know nothing of each other. */
const findLast = (lots: readonly Timed[], at: number): ViewLot | null =>
  lots.findLast((before) => before.at < at)?.one ?? null;

function judgeBuyer(lots: readonly Timed[], at: number, isKnown: boolean): Served {
  // What is known to be of another service is none that this one follows.
  const open = isKnown ? lots.filter(({ one }) => one.lot.service === undefined) : lots;
  const season = findSeason(open, at);
  if (season.length === 0) return isKnown ? NOBODY : toLast(findLast(lots, at));
  const last = findLast(open, at);
  if (season.every(({ one }) => one === last)) return toLast(last);
  const winners = season.flatMap(({ one }) => [...one.bids.values()].filter(({ won }) => won));
  return { last: null, possible: new Set(winners.map(({ bidder }) => bidder)) };
}

/** What was bought in this season of the year before; of none of it, of two years before; and so on. */
function findSeason(lots: readonly Timed[], at: number): readonly Timed[] {
  for (let years = 1; years <= MOST_YEARS; years += 1) {
    const season = at - years * DAYS_A_YEAR;
    const found = lots.slice(countEarlier(lots, season - SEASON), countEarlier(lots, season + SEASON + 1));
    if (found.length > 0) return found;
  }
  return [];
}

/** How many of these lots, which stand by their days, come earlier than one. */
function countEarlier(lots: readonly Timed[], day: number): number {
  let [from, to] = [0, lots.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((lots[middle]?.at ?? 0) < day) from = middle + 1;
    else to = middle;
  }
  return from;
}

import { stands, viewLot, type MarketView, type ViewLot } from '../market-view.js';

/** Who served before a lot, as far as the lots of the market tell. */
export interface Predecessor {
  /** The lot of the service before this one, which went to one or to several; null where there is none, or where it is not known which. */
  last: ViewLot | null;
  /** Of those that won a lot of which this may be the next, where nobody said of which: one of them may know the residents. */
  possible: ReadonlySet<string>;
}

const NOBODY: Predecessor = { last: null, possible: new Set() };

/** Services are bought for a year, at most for three (GPS-TERM-3Y), and anew in about the same season: within so many days of it. */
const DAYS_A_YEAR = 365;
const SEASON = 75;
const MOST_YEARS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

const PREDECESSORS = new WeakMap<MarketView, readonly Predecessor[]>();

/**
 * A lot that says which services it is for follows the last ones of these. Of any other the last lot of its buyer stands for it,
 * unless that buyer bought more than one thing in this season of the three years before: then any of that may be what is bought
 * anew; so it is where several lots of a season are said to be for one service.
 */
export function readPredecessor(view: MarketView, { index }: ViewLot): Predecessor {
  const known = PREDECESSORS.get(view) ?? findPredecessors(view);
  PREDECESSORS.set(view, known);
  return known[index] ?? NOBODY;
}

/** Whether one of those who bid may have served there, and nobody said who did: the lot tells nothing of how firms win. */
export function isServiceDoubted(view: MarketView, one: ViewLot): boolean {
  const { possible } = readPredecessor(view, one);
  return possible.size > 0 && [...one.bids.values()].some((bid) => stands(bid) && possible.has(bid.bidder));
}

/** A lot that was awarded, and its day as a number. */
interface Timed {
  one: ViewLot;
  at: number;
}

function findPredecessors(view: MarketView): Predecessor[] {
  const earlier = new EarlierLots();
  const found: Predecessor[] = view.lots.map(() => NOBODY);
  // Lots that are no evidence of anything new tell all the same who served.
  for (const timed of sortLots(view)) {
    const { index, lot, winner, manyWinners } = timed.one;
    if (index >= 0 && lot.dayUnknown !== true) found[index] = earlier.judge(timed);
    if (winner !== null || manyWinners) earlier.add(timed);
  }
  // Before a lot of which only the month or year is known, anybody may have served who won anything there.
  for (const one of view.lots)
    if (one.lot.dayUnknown === true) found[one.index] = { last: null, possible: earlier.listWinners(one) };
  return found;
}

function sortLots({ lots, repeats }: MarketView): Timed[] {
  return [...lots, ...repeats.map((lot) => viewLot(lot, -1))]
    .map((one) => ({ one, at: Date.parse(one.lot.day) / DAY_MS }))
    .sort((a, b) => a.at - b.at);
}

/** The lots that were awarded before, by buyer and by service; apart from them those of which only the month or year is known. */
class EarlierLots {
  private readonly dated = new Map<string, Timed[]>();
  private readonly undated = new Map<string, Timed[]>();

  add(timed: Timed): void {
    const { lot } = timed.one;
    const lots = lot.dayUnknown === true ? this.undated : this.dated;
    for (const key of [...nameBuyer(timed.one), ...nameServices(timed.one)]) {
      const own = lots.get(key) ?? [];
      if (own.push(timed) === 1) lots.set(key, own);
    }
  }

  judge({ one, at }: Timed): Predecessor {
    const found = one.lot.services === undefined ? this.judgeBuyer(one, at) : this.judgeServices(one, at);
    const undated = this.listLots(this.undated, one).filter((before) => before.at <= at);
    return undated.length === 0 ? found : addPossible(found, undated);
  }

  listWinners(one: ViewLot): Set<string> {
    const lots = [...this.listLots(this.dated, one), ...this.listLots(this.undated, one)];
    return new Set(lots.flatMap((each) => listWinners(each.one)));
  }

  private judgeBuyer(one: ViewLot, at: number): Predecessor {
    const lots = this.listLots(this.dated, one);
    return judgeSeasons(lots, at) ?? toLast(findLast(lots, at));
  }

  private judgeServices(one: ViewLot, at: number): Predecessor {
    const each = nameServices(one).map((key) => {
      const lots = this.dated.get(key) ?? [];
      // Parts of one service that are bought within a season do not follow each other.
      return judgeSeasons(lots, at) ?? toLast(findLast(lots, at - SEASON));
    });
    const known = mergePredecessors(each);
    // What is known to be of another service is none that this one follows; what nobody knows of may be.
    const untold = nameBuyer(one)
      .flatMap((key) => this.dated.get(key) ?? [])
      .filter(({ one: before }) => before.lot.services === undefined);
    const since = known.last === null ? '' : known.last.lot.day;
    const later = listSeasons(untold, at)
      .flat()
      .filter(({ one: before }) => before.lot.day > since);
    return later.length === 0 ? known : addPossible(known, later);
  }

  /** Of the services of a lot, else of its buyer. */
  private listLots(lots: ReadonlyMap<string, Timed[]>, one: ViewLot): Timed[] {
    const keys = one.lot.services === undefined ? nameBuyer(one) : nameServices(one);
    return keys.flatMap((key) => lots.get(key) ?? []);
  }
}

const nameBuyer = ({ lot: { buyer } }: ViewLot): string[] => (buyer === null ? [] : [`buyer ${buyer}`]);
const nameServices = ({ lot: { services = [] } }: ViewLot): string[] => services.map((key) => `service ${key}`);

const listWinners = ({ bids }: ViewLot): string[] =>
  [...bids.values()].filter(({ won }) => won).map(({ bidder }) => bidder);

const toLast = (last: ViewLot | null): Predecessor => (last === null ? NOBODY : { ...NOBODY, last });

/** Lots of one day know nothing of each other. */
const findLast = (lots: readonly Timed[], at: number): ViewLot | null =>
  lots.findLast((before) => before.at < at)?.one ?? null;

/** By what was bought in this season of the years before; null where nothing was. */
function judgeSeasons(lots: readonly Timed[], at: number): Predecessor | null {
  const seasons = listSeasons(lots, at);
  const [nearest] = seasons.flatMap((season) => season.slice(-1));
  if (nearest === undefined) return null;
  const isOneThing = seasons.every((season) => season.length <= 1) && nearest.one === findLast(lots, at);
  return isOneThing ? toLast(nearest.one) : addPossible(NOBODY, seasons.flat());
}

/** Beside what is known, any of these may be what is bought anew. */
function addPossible({ last, possible }: Predecessor, lots: readonly Timed[]): Predecessor {
  return choosePossible([...lots.map(({ one }) => one), ...(last === null ? [] : [last])], possible);
}

/** What was served by one goes on as that one's; where several served parts of it, any of them may be the one that counts. */
function mergePredecessors(each: readonly Predecessor[]): Predecessor {
  const possible = new Set(each.flatMap((one) => [...one.possible]));
  return choosePossible(
    each.flatMap(({ last }) => last ?? []),
    possible,
  );
}

/** One who can only have served is taken to have, which speaks for whoever wins there again. */
function choosePossible(lots: readonly ViewLot[], others: ReadonlySet<string>): Predecessor {
  const [only] = lots;
  if (others.size === 0 && lots.every((one) => one === only)) return toLast(only ?? null);
  const possible = new Set([...others, ...lots.flatMap(listWinners)]);
  const single = lots.findLast(({ winner }) => winner !== null);
  return possible.size === 1 && single !== undefined ? toLast(single) : { last: null, possible };
}

/** What was bought in this season of the year before, of two years before, and so on. */
function listSeasons(lots: readonly Timed[], at: number): (readonly Timed[])[] {
  return Array.from({ length: MOST_YEARS }, (_, years) => {
    const season = at - (years + 1) * DAYS_A_YEAR;
    return lots.slice(countEarlier(lots, season - SEASON), countEarlier(lots, season + SEASON + 1));
  });
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

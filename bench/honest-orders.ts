import { createHash } from 'node:crypto';
import type { LotFacts } from '../src/watch/facts/fact-types.js';
import type { HandedIn } from '../src/watch/facts/handed-in-facts.js';
import { C09 } from '../src/watch/indicators/c09-in-one-order.js';
import { createRandom, shuffle, type Random } from '../src/watch/statistics/random.js';
import { lowerLimit } from './clopper-pearson.js';
import { normal } from './draws.js';
import { honestLot } from './honest-lots.js';

/**
 * When honest bids come in: so long before the deadline, drawn anew for each bid; or around what each firm is used to, which is so long
 * before the deadline, the same while all of them are earlier or later from purchase to purchase, or so many days before at an hour of
 * the clock.
 */
export const ARRIVALS = [
  'over days',
  'in the last hour',
  'in the last minutes',
  'at hours of their own',
  'at hours of their own, all earlier or later',
  'at hours of the clock of their own',
] as const;
export type Arrival = (typeof ARRIVALS)[number];

export interface OrderCell {
  arrival: Arrival;
  bids: number;
  /** Purchases before in which the same firms, among others, bid. */
  purchases: number;
}

/** How many firms beside those of the lot bid before. */
const OTHERS = 1;
const MINUTES: Record<Arrival, number> = {
  ...{ 'over days': 1_440, 'in the last hour': 30, 'in the last minutes': 5 },
  ...{ 'at hours of their own': 480, 'at hours of their own, all earlier or later': 480 },
  'at hours of the clock of their own': 1_440,
};

export function orderCells(): OrderCell[] {
  return ARRIVALS.flatMap((arrival) =>
    [2, 3, 5, 6].flatMap((bids) => [10, 30].map((purchases) => ({ arrival, bids, purchases }))),
  );
}

interface Firm {
  key: string;
  /** Minutes before the deadline at which it is used to hand in. */
  usual: number;
  /** Minutes after midnight at which it is used to hand in. */
  clock: number;
}

const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random());

/** Minutes after midnight at which bids are due. */
const DUE = [540, 570, 600, 840, 870, 900, 990, 570];
const DAY = 1_440;
/** Minutes of the midnight, in China, of the day on which bids of a purchase are due; one is due every week. */
const dayOf = (no: number): number => Date.UTC(2025, 0, 9 + 7 * no, 16) / 60_000;
const dueOf = (no: number): number => dayOf(no) + (DUE[no % DUE.length] ?? 0);
const toInstant = (minutes: number): string => new Date(60_000 * minutes).toISOString();

function receive(firms: readonly Firm[], arrival: Arrival, no: number, random: Random): { key: string; at: string }[] {
  const all = arrival.endsWith('all earlier or later') ? Math.exp(0.7 * normal(random)) : 1;
  return firms.map(({ key, usual, clock }) => {
    if (arrival === 'at hours of the clock of their own') {
      const at = dayOf(no) - DAY * Math.floor(usual / DAY) + clock + 3 * normal(random);
      return { key, at: toInstant(at > dueOf(no) ? at - DAY : at) };
    }
    const before = arrival.startsWith('at hours of their own')
      ? all * usual * Math.exp(0.2 * normal(random))
      : exponential(MINUTES[arrival], random);
    return { key, at: toInstant(dueOf(no) - before) };
  });
}

/** The lot in question, and those before: in each as many firms, drawn from those of the lot and one more. */
function honestOrder({ arrival, bids, purchases }: OrderCell, random: Random): LotFacts {
  const firms = Array.from({ length: bids + OTHERS }, (_, i) => ({
    key: `bidder-${i}`,
    usual: exponential(MINUTES[arrival], random),
    clock: 480 + 600 * random(),
  }));
  const own = firms.slice(0, bids);
  const lot = honestLot({ bids, shape: 'normal', spread: 0.1, grid: 100 }, random, purchases, true);
  const standing = new Map(receive(own, arrival, purchases, random).map(({ key, at }) => [key, at]));
  return {
    ...lot,
    subject: { ...lot.subject, key: 'own/1' },
    deadline: { value: toInstant(dueOf(purchases)), record: 'fact:n1', source: 'notice' },
    handedIn: own.map(({ key }) => toHandedIn(key, standing.get(key) ?? null)),
    meetings: Array.from({ length: purchases }, (_, no) => ({
      key: `T${no}/1`,
      record: `lot:${no}`,
      purchase: `T${no}`,
      deadline: toInstant(dueOf(no)),
      receipts: receive(shuffle([...firms], random).slice(0, bids), arrival, no, random),
      whole: true,
    })),
  };
}

const toHandedIn = (key: string, standing: string | null): HandedIn => ({
  ...{ key, record: `bid:${key}`, bidder: key, here: false, status: null, rank: null, firstPrice: null, price: null },
  ...{ rejection: null, revision: null, team: null, contacts: null, phones: null, mails: null, documents: null },
  ...{ subcontractors: null, origin: null, score: { total: null, technical: null, price: null } },
  received: { first: standing, standing },
});

export interface OrderResult {
  cell: OrderCell;
  triggered: number;
  /** Neither triggered nor clear. */
  silent: number;
  rate: number;
  /** 99.9 % lower limit of the rate. */
  limit: number;
  ok: boolean;
}

/** What an order of arrival may do at most to honest bidders, per lot: the level of the rule. */
export const ORDER_LEVEL = 0.01;

export function orderControl(cell: OrderCell, lots: number, seed: string): OrderResult {
  const { arrival, bids, purchases } = cell;
  const random = createRandom(createHash('sha256').update(`${seed}|C09|${arrival}|${bids}|${purchases}`).digest('hex'));
  let [triggered, silent] = [0, 0];
  for (let no = 0; no < lots; no += 1) {
    const { state } = C09.evaluate(honestOrder(cell, random), '');
    if (state === 'triggered') triggered += 1;
    else if (state !== 'clear') silent += 1;
  }
  const limit = lowerLimit(triggered, lots);
  return { cell, triggered, silent, rate: triggered / lots, limit, ok: limit <= ORDER_LEVEL };
}

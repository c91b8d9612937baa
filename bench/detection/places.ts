import type { MarketLot } from '../../src/watch/screening/screening-types.js';
import { shuffle, type Random } from '../../src/watch/statistics/random.js';
import { normal } from '../draws.js';
import {
  drawFirms,
  drawScene,
  finishLot,
  honestBid,
  rounded,
  type Firm,
  type Market,
  type MarketLaw,
  type Scene,
} from './markets.js';

const BUYERS = 8;

interface Buyer {
  severity: number;
  /** Its ceilings in those of the market. */
  ceiling: number;
  incumbent: string | null;
}

/**
 * Honest markets in which buyers differ: panels of one are more severe than of another, so are its ceilings, and who served it
 * last has points more there, as it knows the residents. Each buyer has one agent. The regulars meet where they are at home.
 */
export function placedMarket(law: MarketLaw, random: Random): Market {
  const firms = drawFirms(law, random);
  const rule = law.places ?? { severity: 0, ceilings: 0, incumbency: 0, home: false };
  const buyers = Array.from({ length: countPlaces(rule) }, () => ({
    severity: rule.severity * normal(random),
    ceiling: Math.exp(rule.ceilings * normal(random)),
    incumbent: null,
  }));
  const parts = Array.from({ length: law.lots + law.regulars }, (_, no) => ({ no, ...chooseTime(law, no, random) }));
  const lots = parts.toSorted((a, b) => a.part - b.part).map((at) => drawLot(law, at, { firms, buyers, rule }, random));
  return { law, firms, lots };
}

/** The regulars' services are their own where bureaus buy all. */
const countPlaces = (places: NonNullable<MarketLaw['places']>): number =>
  places.bureaus === undefined ? BUYERS : BUYERS + countRegularPlaces(places);
const countRegularPlaces = ({ services = 3 }: NonNullable<MarketLaw['places']>): number => services;

interface Time {
  no: number;
  part: number;
  at: number;
}

/** A lot of this bureau where bureaus buy everything, said or not said to be of this service; anywhere else as it is. */
export function placeLot(
  lot: MarketLot,
  part: number,
  { service, bureau }: { service: string; bureau: number },
  rule: MarketLaw['places'],
): MarketLot {
  if (rule?.bureaus === undefined) return lot;
  const told = rule.servicesTold === true && { services: [service] };
  return { ...inNovember(lot, part, bureau % rule.bureaus), ...told };
}

/** Rounds are years of five, of which a bureau buys all that it needs in November. */
function inNovember(lot: MarketLot, part: number, bureau: number): MarketLot {
  const round = Math.min(YEARS - 1, Math.floor(part * YEARS));
  const day = 1 + Math.floor(29 * Math.min(1, part * YEARS - round));
  return {
    ...lot,
    buyer: `B${bureau}`,
    agent: `A${bureau}`,
    day: `${2021 + round}-11-${String(day).padStart(2, '0')}`,
    year: 2021 + round,
  };
}
const YEARS = 5;

/** When a lot is bought, and by whom. */
function chooseTime({ lots, regulars, places }: MarketLaw, no: number, random: Random): { part: number; at: number } {
  const own = no - lots;
  if (places?.yearly !== true)
    return { part: random(), at: own >= 0 && places?.home === true ? 0 : Math.floor(BUYERS * random()) };
  const [turn, among] = own < 0 ? [no, BUYERS] : [own, countRegularPlaces(places)];
  const rounds = Math.ceil((own < 0 ? lots : regulars) / among);
  const at = (turn % among) + (own < 0 || places.bureaus === undefined ? 0 : BUYERS);
  const part = (Math.floor(turn / among) + (at + 0.5 * random()) / countPlaces(places)) / rounds;
  return { part: Math.min(1, part), at };
}

interface Place {
  firms: readonly Firm[];
  buyers: Buyer[];
  rule: NonNullable<MarketLaw['places']>;
}

function drawLot(law: MarketLaw, { no, part, at }: Time, { firms, buyers, rule }: Place, random: Random): MarketLot {
  const regular = no >= law.lots;
  const drawn = drawScene(law, `T${no}/1`, part, random);
  const buyer = buyers[at] as Buyer;
  const scene: Scene = {
    ...drawn,
    buyer: at,
    agent: at % 5,
    panel: drawn.panel + buyer.severity,
    ceiling: rounded(drawn.ceiling * buyer.ceiling, 1_000),
  };
  const [fewest, most] = law.bids;
  const trio = firms.slice(0, 3);
  const size = fewest + Math.floor((most - fewest + 1) * random());
  const bidders = regular ? trio : chooseBidders(firms, buyer, size, random);
  const bids = bidders.map((firm) => {
    const known = firm.key === buyer.incumbent ? rule.incumbency : 0;
    return honestBid(law, { ...firm, quality: firm.quality + known }, scene, random);
  });
  const lot = finishLot(law, scene, bids, [...firms], random);
  buyer.incumbent = lot.bids.find(({ won }) => won)?.bidder ?? buyer.incumbent;
  return placeLot(lot, part, { service: `S${at}`, bureau: at }, rule);
}

/** Who served a buyer last bids there again; the others as they come. */
function chooseBidders(firms: readonly Firm[], { incumbent }: Buyer, size: number, random: Random): Firm[] {
  const others = shuffle(
    firms.filter(({ key }) => key !== incumbent),
    random,
  );
  const own = firms.filter(({ key }) => key === incumbent);
  return [...own, ...others].slice(0, size);
}

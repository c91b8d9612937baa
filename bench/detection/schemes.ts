import type { MarketBid } from '../../src/watch/screening/screening-types.js';
import { shuffle, type Random } from '../../src/watch/statistics/random.js';
import {
  drawScene,
  fen,
  finishLot,
  honestBid,
  honestMarket,
  rounded,
  type Firm,
  type Market,
  type MarketLaw,
  type Scene,
} from './markets.js';
import { placedMarket, placeLot } from './places.js';

type SchemeName =
  | 'weak covers'
  | 'covers at the ceiling'
  | 'rivals disqualified'
  | 'cover bids'
  | 'rotation'
  | 'fixed steps'
  | 'same discount'
  | 'loser as subcontractor'
  | 'withdrawal for a friend'
  | 'territories'
  | 'favourite'
  | 'independent margins';

/** How the winner of each lot is chosen. */
export type Turns = 'steady' | 'broken' | 'passed over' | 'between' | 'anew' | 'random' | 'one';

export interface Scheme {
  name: SchemeName;
  members: number;
  lots: number;
  turns: Turns;
  /** Share of the covers that weaken. */
  weakened?: number;
}

/** Services of a ring where one bureau buys everything. */
const SERVICES = 4;

/** Own bids elsewhere that every member has. */
const OWN_ELSEWHERE = 8;

export interface PlantedMarket extends Market {
  ring: string[];
}

/** An honest market with a ring in it; its members bid elsewhere as honestly as all others. */
export function plantedMarket(law: MarketLaw, scheme: Scheme, random: Random): PlantedMarket {
  const market = (law.places === undefined ? honestMarket : placedMarket)(law, random);
  const members = market.firms.slice(3, 3 + scheme.members).map((firm) => ({ ...firm, from: 0, to: 1 }));
  const others = market.firms.filter(({ key }) => members.every((member) => member.key !== key));
  const lots = [...market.lots];
  for (const member of members) {
    while (lots.filter(({ bids }) => bids.some(({ bidder }) => bidder === member.key)).length < OWN_ELSEWHERE) {
      const scene = drawScene(law, `E${lots.length}/1`, random(), random);
      const bidders = [member, ...shuffle([...others], random).slice(0, law.bids[0] - 1)];
      const bids = bidders.map((firm) => honestBid(law, firm, scene, random));
      const lot = finishLot(law, scene, bids, market.firms, random);
      lots.push(placeLot(lot, scene.part, { service: `E${lots.length}`, bureau: 0 }, law.places));
    }
  }
  const turns = drawTurns(scheme, random);
  const margins = { step: 0.02 + 0.03 * random(), discount: 0.01 + 0.09 * random() };
  turns.forEach((turn, no) => {
    const scene = drawScene(law, `R${no}/1`, (no + random()) / turns.length, random);
    const lot = plantedLot({ law, scheme, scene, members, turn, margins, market, random });
    const place = { service: `R${no % SERVICES}`, bureau: 0 };
    // Who divides a market has the services of one bureau, whatever they are.
    if (scheme.name === 'territories') Object.assign(place, { service: `R${turn}.${no % SERVICES}`, bureau: turn });
    lots.push(placeLot(lot, scene.part, place, law.places));
  });
  return { ...market, lots: shuffle(lots, random), ring: members.map(({ key }) => key) };
}

function drawTurns({ members, lots, turns }: Scheme, random: Random): number[] {
  const order = shuffle(
    Array.from({ length: members }, (_, i) => i),
    random,
  );
  let round: number[] = [];
  let next = 0;
  return Array.from({ length: lots }, (_, no) => {
    const steady = order[no % members] ?? 0;
    switch (turns) {
      case 'steady':
        return steady;
      case 'broken':
        return random() < 0.1 ? (steady + 1 + Math.floor(random() * (members - 1))) % members : steady;
      case 'passed over':
        if (random() < 0.1) next += 1;
        return order[next++ % members] ?? 0;
      case 'between':
        return random() < 0.1 ? Math.floor(random() * members) : (order[next++ % members] ?? 0);
      case 'anew':
        if (round.length === 0) round = shuffle([...order], random);
        return round.pop() ?? 0;
      case 'random':
        return Math.floor(random() * members);
      case 'one':
        return 0;
    }
  });
}

interface Planting {
  law: MarketLaw;
  scheme: Scheme;
  scene: Scene;
  members: readonly Firm[];
  turn: number;
  margins: { step: number; discount: number };
  market: Market;
  random: Random;
}

function plantedLot(planting: Planting) {
  const { law, scheme, scene, members, turn, market, random } = planting;
  const winner = members[turn] ?? members[0];
  if (winner === undefined) throw new Error('A ring has members.');
  if (scheme.name === 'territories') scene.buyer = turn;
  if (scheme.name === 'favourite') scene.buyer = 0;
  if (scheme.name === 'rivals disqualified') scene.agent = 0;
  const honest = members.map((firm) => ({ ...honestBid(law, firm, scene, random), status: 'valid' as const }));
  const bids = plantBids(planting, honest, winner);
  const lot = finishLot(law, scene, bids, market.firms, random, winner.key);
  if (scheme.name !== 'loser as subcontractor') return lot;
  const partner = members[(turn + 1) % members.length]?.key ?? '';
  return { ...lot, bids: lot.bids.map((bid) => (bid.won ? { ...bid, subcontractors: [partner] } : bid)) };
}

function plantBids(
  { law, scheme, scene, members, turn, margins, market, random }: Planting,
  honest: MarketBid[],
  winner: Firm,
): MarketBid[] {
  const base = scene.cost * Math.exp(0.5 * law.spread * (random() - 0.5));
  const margin = 0.01 + 0.14 * random();
  const priced = (change: (firm: Firm, place: number) => number): MarketBid[] =>
    honest.map((bid, i) => {
      const firm = members[i] ?? winner;
      return { ...bid, price: fen(rounded(change(firm, (i - turn + members.length) % members.length), firm.grid)) };
    });
  switch (scheme.name) {
    case 'weak covers':
      return honest.map((bid, i) => {
        const weak = i !== turn && random() < (scheme.weakened ?? 1);
        return weak ? { ...bid, technical: (bid.technical ?? 0) - (3 + 5 * random()) } : bid;
      });
    case 'covers at the ceiling':
      return honest.map((bid, i) => ({
        ...bid,
        price: fen(i === turn ? rounded(scene.ceiling * (0.9 + 0.08 * random()), 100) : scene.ceiling),
      }));
    case 'favourite':
    case 'rivals disqualified': {
      const rivals = shuffle(
        market.firms.filter(({ key }) => key !== winner.key),
        random,
      ).slice(0, 2 + Math.floor(3 * random()));
      return [
        ...honest.filter(({ bidder }) => bidder === winner.key),
        ...rivals.map((firm) => ({
          ...honestBid(law, firm, scene, random),
          status: scheme.name === 'favourite' ? ('valid' as const) : ('rejected' as const),
        })),
      ];
    }
    case 'cover bids':
      return priced((_, place) => (place === 0 ? base : base * (1 + margin * (1 + 0.2 * random()))));
    case 'independent margins':
      return priced((_, place) => (place === 0 ? base : base * (1.01 + 0.14 * random())));
    case 'fixed steps':
      return priced((_, place) => base * (1 + margins.step * place)).map((bid) => ({
        ...bid,
        price: fen(rounded(Number(bid.price) / 100, law.grids[0] ?? 100)),
      }));
    case 'same discount':
      return priced((_, place) => (place === 0 ? base : base * (1 + margins.discount * place)));
    case 'withdrawal for a friend':
      return honest.map((bid, i) =>
        i === (turn + 1) % members.length ? { ...bid, status: 'withdrawn' as const } : bid,
      );
    case 'rotation':
    case 'territories':
    case 'loser as subcontractor':
      return honest;
  }
}

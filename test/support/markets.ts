import { randomUUID } from 'node:crypto';
import { createRandom, type Random } from '../../src/watch/statistics/random.js';
import type { RiskWorld } from './risk-world.js';

/** A bid of a lot as a test plants it; yuan. */
export interface PlantedBid {
  bidder: string;
  price: string;
  won?: boolean;
  /** Whom it names as subcontractors, by name. */
  subcontractors?: readonly string[];
  technicalScore?: string;
  status?: string;
}

/** A tender of one lot with its bids and award. */
export interface PlantedLot {
  tender: string;
  lot: string;
  /** What another system calls it. */
  external: string;
  /** Ids of the facts of its bids, by bidder. */
  facts: Record<string, string>;
}

/** The system whose ids planted purchases have. */
export const PLANTED = 'planted';
export const CEILING = '200000.00';

/** Records a competitive lot with all its bids, as a file from elsewhere does; null = nobody says that prices compete; the service line that it is for, where that is said. */
export async function plantLot(
  world: RiskWorld,
  buyer: string,
  on: string,
  bids: readonly PlantedBid[],
  {
    pricing = 'competitive',
    line,
    region,
    agent,
  }: { pricing?: 'competitive' | null; line?: string; region?: string; agent?: string } = {},
): Promise<PlantedLot> {
  const external = randomUUID();
  const lot = { no: 1, ceiling: CEILING, ...(pricing && { pricing }) };
  const externalIds = [{ system: PLANTED, id: external }];
  const tender = await world.tender({
    ...{ buyer, lots: [lot], externalIds },
    ...(agent && { agent }),
    ...(line && { serviceLines: [line] }),
    ...(region && { region }),
  });
  const winner = bids.find(({ won }) => won);
  const ids = await world.facts(tender, [
    ...bids.map(({ bidder, price, subcontractors, technicalScore, status = 'valid' }) => ({
      kind: 'bid',
      lot: 1,
      data: {
        bidder: { organisation: bidder },
        price,
        status,
        ...(technicalScore && { technicalScore }),
        ...(subcontractors && { subcontractors: subcontractors.map((name) => ({ name })) }),
      },
    })),
    {
      kind: 'award',
      lot: 1,
      data: {
        decidedOn: on,
        bidCount: bids.length,
        ...(winner && { supplier: { organisation: winner.bidder }, amount: winner.price }),
      },
    },
  ]);
  const [row] = await world.app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [tender]);
  return {
    tender,
    lot: row?.id ?? '',
    external,
    facts: Object.fromEntries(bids.map(({ bidder }, i) => [bidder, ids[i] ?? ''])),
  };
}

/** Nine further lots of a ring in which its three bid as anybody does. */
export async function plantFairLots(world: RiskWorld, buyer: string, ring: readonly string[]): Promise<void> {
  for (let n = 0; n < 9; n++)
    await plantLot(
      world,
      buyer,
      `2023-0${n + 1}-20`,
      ring.map((bidder, i) => ({
        bidder,
        price: `${165_007 + 1_733 * ((n * 7 + i * 5) % 11)}.00`,
        won: i === n % 3,
      })),
    );
}

/** Three firms whose losing bids stand at the ceiling, three that meet as often and bid as they do, and everybody elsewhere. */
export interface PlantedMarket {
  ring: readonly string[];
  honest: readonly string[];
  /** Lots of the ring, oldest first. */
  ringLots: readonly PlantedLot[];
  honestLots: readonly PlantedLot[];
}

const MEETINGS = 8;
const ELSEWHERE = 24;

/** Plants a market of one county and one five-year plan. The same seed plants the same prices. */
export async function plantMarket(
  world: RiskWorld,
  buyer: string,
  seed: string,
  {
    year = 2023,
    called = '示例机构',
    ...terms
  }: { year?: number; called?: string; pricing?: 'competitive' | null; region?: string } = {},
): Promise<PlantedMarket> {
  const random = createRandom(seed);
  const firms: string[] = [];
  for (let n = 0; n < 10; n++) firms.push(await world.body(`${called}${n}`));
  const [ring, honest] = [firms.slice(0, 3), firms.slice(3, 6)];
  const [ringLots, honestLots]: PlantedLot[][] = [[], []];
  for (let n = 0; n < MEETINGS; n++) {
    const turn = Math.floor(random() * 3);
    ringLots?.push(
      await plantLot(
        world,
        buyer,
        dayOf(year, n),
        ring.map((bidder, i) =>
          i === turn ? { bidder, price: honestPrice(random), won: true } : { bidder, price: CEILING },
        ),
        terms,
      ),
    );
    honestLots?.push(await plantLot(world, buyer, dayOf(year, n), honestBids(honest, random), terms));
  }
  for (let n = 0; n < ELSEWHERE; n++) {
    const [own, other] = [ring[n % 3] ?? '', honest[Math.floor(random() * 3)] ?? ''];
    const outsider = firms[6 + Math.floor(random() * 4)] ?? '';
    await plantLot(world, buyer, dayOf(year, n), honestBids([own, other, outsider], random), terms);
  }
  return { ring, honest, ringLots: ringLots ?? [], honestLots: honestLots ?? [] };
}

const dayOf = (year: number, n: number): string => `${year}-${String(1 + (n % 12)).padStart(2, '0')}-15`;

/** 80 to 95 % of the ceiling, to the yuan. */
const honestPrice = (random: Random): string => `${160_001 + Math.floor(random() * 30_000)}.00`;

function honestBids(bidders: readonly string[], random: Random): PlantedBid[] {
  const bids = bidders.map((bidder) => ({ bidder, price: honestPrice(random) }));
  const lowest = bids.reduce((a, b) => (Number(b.price) < Number(a.price) ? b : a));
  return bids.map((bid) => ({ ...bid, won: bid === lowest }));
}

/** Puts the technical points of a planted bid on record. */
export async function scoreBid(
  world: RiskWorld,
  { tender, facts }: PlantedLot,
  bidder: string,
  technicalScore: string,
): Promise<void> {
  const replaces = facts[bidder] ?? '';
  const [row] = await world.app.dataSource.query<{ data: object }[]>(`SELECT data FROM fact WHERE id = $1`, [replaces]);
  await world.facts(tender, [{ kind: 'bid', lot: 1, data: { ...row?.data, technicalScore }, replaces }]);
}

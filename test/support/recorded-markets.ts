import type { MarketLot } from '../../src/watch/screening/screening-types.js';
import { formatYuan } from '../../src/kernel/money/money.js';
import type { RiskWorld } from './risk-world.js';

/** So many purchases are recorded side by side. */
const AT_ONCE = 6;

/** Records each lot of a market that was drawn as a purchase of its own, with all that the lot says; `called`: before the names of its bodies. */
export async function recordMarket(
  world: RiskWorld,
  lots: readonly MarketLot[],
  { region, called }: { region: string; called: string },
): Promise<void> {
  const bodies = new Map<string, string>();
  const keys = new Set(lots.flatMap(({ buyer, bids }) => [...(buyer === null ? [] : [buyer]), ...listBodies(bids)]));
  for (const key of [...keys].sort()) bodies.set(key, await world.body(`${called}${key}`));
  const toBody = (key: string) => ({ organisation: bodies.get(key) ?? '' });

  const record = async (lot: MarketLot): Promise<void> => {
    const tender = await world.tender({
      region,
      buyer: bodies.get(lot.buyer ?? ''),
      method: lot.method,
      lots: [{ no: 1, ceiling: toYuan(lot.ceiling), pricing: lot.pricing }],
      externalIds: [{ system: called, id: lot.key }],
    });
    const winners = lot.bids.filter(({ won }) => won);
    const decided = { decidedOn: lot.day, bidCount: lot.bidCount ?? undefined };
    await world.facts(tender, [
      ...lot.bids.map(({ bidder, price, technical, status, subcontractors }) => ({
        kind: 'bid',
        lot: 1,
        data: {
          bidder: toBody(bidder),
          price: toYuan(price),
          ...(technical !== null && { technicalScore: technical.toFixed(2) }),
          ...(status !== null && { status }),
          ...(subcontractors && { subcontractors: subcontractors.map(toBody) }),
        },
      })),
      ...(winners.length === 0
        ? [decided]
        : winners.map(({ bidder }) => ({ ...decided, supplier: toBody(bidder) }))
      ).map((data) => ({ kind: 'award', lot: 1, data })),
    ]);
  };
  const waiting = [...lots];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let lot = waiting.pop(); lot !== undefined; lot = waiting.pop()) await record(lot);
    }),
  );
}

const listBodies = (bids: MarketLot['bids']): string[] =>
  bids.flatMap(({ bidder, subcontractors = [] }) => [bidder, ...subcontractors]);

const toYuan = (fen: string | null): string | undefined => (fen === null ? undefined : formatYuan(BigInt(fen)));

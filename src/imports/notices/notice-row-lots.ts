import type { NoticeBidder, NoticeLot, NoticeRow } from './notice-row-types.js';

/** A lot of the round that a row joins. */
export interface RoundLot {
  no: number;
  name: string | null;
}

/** A lot as the row tells of it, under its number in the round; null where the row speaks of the whole of several lots. */
export interface PlacedLot extends NoticeLot {
  no: number | null;
}

/** `一标段 80名残疾人日间照料`; a label that only repeats the number is left out. */
export function lotName(lot: NoticeLot, no: number | null): string | null {
  const label = lot.lotNo === String(no) ? null : lot.lotNo;
  return [label, lot.name].filter((part) => part !== null).join(' ') || null;
}

/**
 * Numbers the lots of a row: in their order where the row opens a round (`roundLots` undefined), else by the name or label
 * they have in the round. A row without lots speaks of the only lot, or of the whole of several.
 */
export function placeLots(row: NoticeRow, roundLots?: readonly RoundLot[]): PlacedLot[] {
  const { ceiling, winner, winningPrice } = row;
  if (row.lots.length === 0) {
    const no = roundLots !== undefined && roundLots.length > 1 ? null : (roundLots?.[0]?.no ?? 1);
    return [{ no, lotNo: null, name: null, budget: null, ceiling, winner, winningPrice }];
  }
  const whole = row.lots.length === 1 ? { ceiling, winner, winningPrice } : null;
  return row.lots.flatMap((lot, i): PlacedLot[] => {
    const no = roundLots === undefined ? i + 1 : findLotNumber(roundLots, lot, row.lots.length);
    if (no === null) return [];
    return [
      {
        ...lot,
        no,
        ceiling: lot.ceiling ?? whole?.ceiling ?? null,
        winner: lot.winner ?? whole?.winner ?? null,
        winningPrice: lot.winningPrice ?? whole?.winningPrice ?? null,
      },
    ];
  });
}

function findLotNumber(roundLots: readonly RoundLot[], lot: NoticeLot, count: number): number | null {
  const match = roundLots.find(
    ({ no, name }) =>
      lot.lotNo === String(no) ||
      (name !== null && (name === lotName(lot, no) || (lot.lotNo !== null && name.split(' ')[0] === lot.lotNo))),
  );
  return match?.no ?? (count === 1 && roundLots.length === 1 ? (roundLots[0]?.no ?? null) : null);
}

/** The lot a listed bidder bid for: the one it names, or the only one. Null where the row does not say. */
export function lotOfBidder(bidder: NoticeBidder, lots: readonly PlacedLot[]): number | null {
  if (bidder.lotNo !== null)
    return lots.find(({ lotNo, no }) => lotNo === bidder.lotNo || String(no) === bidder.lotNo)?.no ?? null;
  return lots.length === 1 ? (lots[0]?.no ?? null) : null;
}

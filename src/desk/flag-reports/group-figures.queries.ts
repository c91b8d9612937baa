import { Injectable } from '@nestjs/common';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { ScreenedLots } from '../../watch/flags/disclosure/screened-lots.queries.js';
import type { Picture } from '../pictures/drawing.js';
import { groupBidsPicture } from './group-bids-picture.js';
import { matrixPicture } from './matrix-picture.js';
import { decidedOnSql, hasWonSql, isPublicBidSql } from './public-bids.queries.js';
import { turnsPicture } from './turns-picture.js';

const MOST_ROWS = 8;
const MOST_COLUMNS = 24;

interface SeenBid {
  id: string;
  bidder: string;
  /** In yuan; null = not told. */
  price: number | null;
  won: boolean;
}
interface SeenLot {
  name: string;
  on: PlainDate;
  ceiling: number | null;
  bids: SeenBid[];
}

/** Of lots with a published award alone; a price only where it may be told. */
const READ_LOTS = `
  SELECT l.label AS name, d.on::text AS on, (l.ceiling / 100.0)::float8 AS ceiling,
    jsonb_agg(jsonb_build_object('id', b.bidder_id, 'bidder', b.bidder_name, 'price', (b.price / 100.0)::float8,
      'won', ${hasWonSql('b', 't')}) ORDER BY b.price, b.seq) AS bids
  FROM lots l JOIN tenders t ON t.id = l.tender_id JOIN published_bids b ON b.lot_id = l.id AND b.bidder_id IS NOT NULL AND b.status IS DISTINCT FROM 'withdrawn'
  CROSS JOIN LATERAL (SELECT ${decidedOnSql('l', 't')} AS on) d
  WHERE l.id = ANY ($1::uuid[]) AND ${isPublicBidSql('b', 't')} AND d.on IS NOT NULL
  GROUP BY l.id, l.label, l.ceiling, d.on ORDER BY d.on DESC, l.id LIMIT ${MOST_COLUMNS}`;

/** What a report draws of a finding over many lots: who met in them, who was awarded in turn, and the prices. */
@Injectable()
export class GroupFigures {
  constructor(private readonly transactions: Transactions) {}

  async draw({ members, lots }: ScreenedLots, lang: Language): Promise<Picture[]> {
    const rows = await this.transactions.reader.query<SeenLot[]>(READ_LOTS, [lots]);
    const seen = rows.toReversed();
    const group = chooseGroup(seen, members);
    if (group.length === 0) return [];
    const place = new Map(group.map(({ id }, at) => [id, at]));
    const names = group.map(({ bidder }) => bidder);
    const matrix = seen.map(({ name, on, bids }) => ({
      name,
      on,
      outcomes: bids.flatMap(({ id, won }) => {
        const at = place.get(id);
        return at === undefined ? [] : [[at, won] as const];
      }),
    }));
    const turns = seen.map(({ on, bids }) => {
      const winners = bids.filter(({ won }) => won);
      return { on, winner: winners.length === 1 ? (place.get(winners[0]?.id ?? '') ?? null) : null };
    });
    const priced = seen.map(({ name, on, ceiling, bids }) => ({
      name,
      on,
      ceiling,
      bids: bids.flatMap(({ id, price, won }) => (price === null ? [] : [{ price, won, member: place.has(id) }])),
    }));
    const drawn = priced.filter(({ bids }) => bids.length > 0);
    return [
      matrixPicture(names, matrix, lang),
      ...(turns.some(({ winner }) => winner !== null) ? [turnsPicture(names, turns, lang)] : []),
      ...(drawn.length > 0 ? [groupBidsPicture(drawn, lang)] : []),
    ];
  }
}

/** The members that bid; where the finding is about one body, also those that it met most. */
function chooseGroup(lots: readonly SeenLot[], members: readonly string[]): SeenBid[] {
  const bids = lots.flatMap((lot) => lot.bids);
  const counts = new Map<string, number>();
  for (const { id } of bids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const all = [...new Map(bids.map((bid) => [bid.id, bid])).values()];
  const own = all.filter(({ id }) => members.includes(id)).sort(byName);
  const others = all
    .filter(({ id }) => !members.includes(id))
    .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || byName(a, b));
  return [...own, ...(own.length < 2 ? others : [])].slice(0, MOST_ROWS);
}

const byName = (a: SeenBid, b: SeenBid): number => (`${a.bidder} ${a.id}` < `${b.bidder} ${b.id}` ? -1 : 1);

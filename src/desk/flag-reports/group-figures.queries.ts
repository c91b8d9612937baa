import { Injectable } from '@nestjs/common';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { ScreenedLots } from '../../watch/flags/disclosure/screened-lots.queries.js';
import type { Picture } from '../pictures/drawing.js';
import { drawGroup, type SeenLot } from './group-pictures.rules.js';
import {
  decidedOnSql,
  hasWonSql,
  isPublicAwardSql,
  isPublicBidSql,
} from '../../purchase/awards/results/public-results.queries.js';

const MOST_COLUMNS = 24;

/** Of lots with a public award that stands: it, and the bids that are public, prices where they may be told. */
const READ_LOTS = `
  SELECT l.label AS name, d.on::text AS on, (l.ceiling / 100.0)::float8 AS ceiling,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'bidder', o.name) ORDER BY o.name, o.id), '[]')
     FROM awards a JOIN organisations o ON o.id = a.public_supplier_id WHERE a.lot_id = l.id AND ${isPublicAwardSql('a', 't')}) AS winners,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', b.bidder_id, 'bidder', b.bidder_name, 'price', (b.public_price / 100.0)::float8,
       'withdrawn', b.public_status IS NOT DISTINCT FROM 'withdrawn', 'won', ${hasWonSql('b', 't')}) ORDER BY b.public_price, b.seq), '[]')
     FROM published_bids b WHERE b.lot_id = l.id AND b.bidder_id IS NOT NULL AND ${isPublicBidSql('b', 't')}) AS bids
  FROM lots l JOIN tenders t ON t.id = l.tender_id CROSS JOIN LATERAL (SELECT ${decidedOnSql('l', 't')} AS on) d
  WHERE l.id = ANY ($1::uuid[]) AND d.on IS NOT NULL ORDER BY d.on DESC, l.id LIMIT ${MOST_COLUMNS}`;

/** What a report draws of a finding over many lots: who met in them, who was awarded in turn, and the prices. */
@Injectable()
export class GroupFigures {
  constructor(private readonly transactions: Transactions) {}

  async draw(screened: ScreenedLots, lang: Language): Promise<Picture[]> {
    const rows = await this.transactions.reader.query<SeenLot[]>(READ_LOTS, [screened.lots]);
    return drawGroup(rows.toReversed(), screened, lang);
  }
}

import { Injectable } from '@nestjs/common';
import type { Scope } from '../../kernel/access/scope.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { FlagDetailDto } from '../../watch/flags/disclosure/flag-evidence.dto.js';
import { ScreenedLotsQueries } from '../../watch/flags/disclosure/screened-lots.queries.js';
import { isScreened, type SubjectType } from '../../watch/runs/assessment-types.js';
import { getIndicator } from '../../watch/rules/registry.js';
import type { Picture } from '../pictures/drawing.js';
import { PicturesQueries } from '../pictures/pictures.queries.js';
import { bidsPicture, type DrawnLot } from './bids-picture.js';
import { GroupFigures } from './group-figures.queries.js';
import { matrixPicture, type MatrixLot } from './matrix-picture.js';
import { decidedOnSql, hasWonSql, isDecidedSql, isPublicBidSql } from './public-bids.queries.js';

const MOST_LOTS_DRAWN = 3;
const MOST_MEMBERS = 8;
const MOST_COLUMNS = 24;

interface GroupRow {
  id: string;
  name: string;
}
interface MetRow {
  name: string;
  on: PlainDate | null;
  bids: { bidder: string; won: boolean }[];
}

/** What a report draws of a flag: what is published to everybody, so that each copy has the same figures. */
@Injectable()
export class FlagFigures {
  constructor(
    private readonly transactions: Transactions,
    private readonly pictures: PicturesQueries,
    private readonly screened: ScreenedLotsQueries,
    private readonly groups: GroupFigures,
  ) {}

  async draw(scope: Scope, flag: FlagDetailDto, lang: Language): Promise<Picture[]> {
    const subjects = flag.evidence.map(({ subject }) => subject.id);
    if (isScreened(flag.rootCause.type as SubjectType)) {
      // Whoever may not know yet who took part is not shown it either.
      if (flag.rootCause.label === null) return [];
      const screened = await this.screened.findLots(flag.id);
      return screened === null ? [] : this.groups.draw(screened, lang);
    }
    if (getIndicator(flag.indicator).family === 'rigging') return this.drawBids(subjects, lang);
    const line = await this.findLine(flag, subjects);
    return line === null ? [] : [await this.pictures.ofLine(scope, line, null, lang)];
  }

  private async drawBids(subjects: readonly string[], lang: Language): Promise<Picture[]> {
    const { reader } = this.transactions;
    // Only prices that may be told: of those that are sealed, or of a consultation without a result, there is none.
    const lots = await reader.query<DrawnLot[]>(
      `SELECT l.label AS name, (l.ceiling / 100.0)::float8 AS ceiling, jsonb_agg(jsonb_build_object('bidder', coalesce(b.bidder_name, '—'),
         'price', (b.price / 100.0)::float8, 'won', ${hasWonSql('b', 't')}) ORDER BY b.price, b.seq) AS bids,
         ${isDecidedSql('l', 't')} AS decided
       FROM lots l JOIN tenders t ON t.id = l.tender_id JOIN published_bids b ON b.lot_id = l.id AND b.price IS NOT NULL AND b.status IS DISTINCT FROM 'withdrawn'
       WHERE (l.id = ANY ($1::uuid[]) OR l.tender_id = ANY ($1::uuid[])) AND ${isPublicBidSql('b', 't')}
       GROUP BY l.id, l.label, l.ceiling, t.published ORDER BY l.label, l.id LIMIT ${MOST_LOTS_DRAWN}`,
      [subjects],
    );
    const matrix = await this.drawMatrix(subjects, lang);
    return [...lots.map((lot) => bidsPicture(lot, lang)), ...(matrix === null ? [] : [matrix])];
  }

  /** Who bid for these lots, or is a subject, and the latest lots in which any of them took part: of lots with an award alone. */
  private async drawMatrix(subjects: readonly string[], lang: Language): Promise<Picture | null> {
    const { reader } = this.transactions;
    const group = await reader.query<GroupRow[]>(
      `SELECT o.id, o.name FROM organisations o WHERE o.id = ANY ($1::uuid[]) OR o.id IN (
         SELECT b.bidder_id FROM published_bids b JOIN lots l ON l.id = b.lot_id JOIN tenders t ON t.id = l.tender_id
         WHERE (l.id = ANY ($1::uuid[]) OR l.tender_id = ANY ($1::uuid[])) AND ${isPublicBidSql('b', 't')} AND ${isDecidedSql('l', 't')})
       ORDER BY o.name, o.id LIMIT ${MOST_MEMBERS}`,
      [subjects],
    );
    if (group.length < 2) return null;
    const rows = await reader.query<MetRow[]>(
      `SELECT l.label AS name, d.on::text AS on, jsonb_agg(DISTINCT jsonb_build_object('bidder', b.bidder_id, 'won', ${hasWonSql('b', 't')})) AS bids
       FROM published_bids b JOIN lots l ON l.id = b.lot_id JOIN tenders t ON t.id = l.tender_id
       CROSS JOIN LATERAL (SELECT ${decidedOnSql('l', 't')} AS on) d
       WHERE b.bidder_id = ANY ($1::uuid[]) AND ${isPublicBidSql('b', 't')} AND d.on IS NOT NULL AND l.dataset = (SELECT x.dataset FROM lots x WHERE x.id = ANY ($2::uuid[]) OR x.tender_id = ANY ($2::uuid[]) LIMIT 1)
       GROUP BY l.id, l.label, d.on ORDER BY d.on DESC NULLS LAST, l.id LIMIT ${MOST_COLUMNS}`,
      [group.map(({ id }) => id), subjects],
    );
    const lots = rows.toReversed().map(({ name, on, bids }): MatrixLot => ({
      name,
      on,
      outcomes: bids.map(({ bidder, won }) => [group.findIndex(({ id }) => id === bidder), won] as const),
    }));
    return matrixPicture(
      group.map(({ name }) => name),
      lots,
      lang,
    );
  }

  /** The line that the flag is about, or that its contract serves. */
  private async findLine({ rootCause, indicator }: FlagDetailDto, subjects: readonly string[]): Promise<string | null> {
    if (rootCause.type === 'service_line') return rootCause.id;
    if (getIndicator(indicator).family !== 'continuity') return null;
    const [row] = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT service_line_id AS id FROM contract_service_lines WHERE contract_id = ANY ($1::uuid[]) ORDER BY service_line_id LIMIT 1`,
      [subjects],
    );
    return row?.id ?? null;
  }
}

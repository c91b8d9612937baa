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
import { matrixPicture, type MatrixLot, type Outcome } from './matrix-picture.js';
import {
  decidedOnSql,
  hasWonSql,
  isDecidedSql,
  isPublicBidSql,
} from '../../purchase/awards/results/public-results.queries.js';

const MOST_LOTS_DRAWN = 3;
const MOST_MEMBERS = 8;
const MOST_COLUMNS = 24;
/** SQL: the evidence names bid `b` or who made it. */
const NAMED = `(b.id = ANY ($2::uuid[]) OR coalesce(b.bidder_id = ANY ($2::uuid[]), false))`;

interface GroupRow {
  id: string;
  name: string;
  of: number;
}
interface MetRow {
  name: string;
  on: PlainDate | null;
  bids: { bidder: string; outcome: Outcome }[];
}
type LotRow = Omit<DrawnLot, 'lotsLeftOut'> & { of: number };

/**
 * What a report draws of a flag: what is published to everybody, so that each copy has the same figures. Where there is no room for all,
 * those come first that the evidence names, as far as the reader is shown it.
 */
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
    if (getIndicator(flag.indicator).family === 'rigging') return this.drawBids(subjects, listNamedIds(flag), lang);
    const line = await this.findLine(flag, subjects);
    return line === null ? [] : [await this.pictures.ofLine(scope, line, null, lang)];
  }

  private async drawBids(subjects: readonly string[], named: readonly string[], lang: Language): Promise<Picture[]> {
    const { reader } = this.transactions;
    // Only prices that may be told: of those that are sealed, or of a consultation that is conducted here, there is none.
    const lots = await reader.query<LotRow[]>(
      `SELECT l.label AS name, (l.ceiling / 100.0)::float8 AS ceiling, jsonb_agg(jsonb_build_object('bidder', coalesce(b.bidder_name, '—'),
         'price', (b.public_price / 100.0)::float8, 'won', ${hasWonSql('b', 't')}, 'named', ${NAMED}) ORDER BY b.public_price, b.seq) AS bids,
         ${isDecidedSql('l', 't')} AS decided, count(*) OVER ()::integer AS of
       FROM lots l JOIN tenders t ON t.id = l.tender_id JOIN published_bids b ON b.lot_id = l.id AND b.public_price IS NOT NULL AND b.public_status IS DISTINCT FROM 'withdrawn'
       WHERE (l.id = ANY ($1::uuid[]) OR l.tender_id = ANY ($1::uuid[])) AND ${isPublicBidSql('b', 't')}
       GROUP BY l.id, l.label, l.ceiling, t.published ORDER BY bool_or(${NAMED}) DESC, l.label, l.id LIMIT ${MOST_LOTS_DRAWN}`,
      [subjects, named],
    );
    const matrix = await this.drawMatrix(subjects, named, lang);
    const pictures = lots.map(({ of, ...lot }) => bidsPicture({ ...lot, lotsLeftOut: of - lots.length }, lang));
    return [...pictures, ...(matrix === null ? [] : [matrix])];
  }

  /**
   * Who bid for these lots, or is a subject, and the latest lots in which any of them took part: of lots with an award alone. Where
   * they are many the winners of these lots come first, then those that the evidence names.
   */
  private async drawMatrix(
    subjects: readonly string[],
    named: readonly string[],
    lang: Language,
  ): Promise<Picture | null> {
    const { reader } = this.transactions;
    const group = await reader.query<GroupRow[]>(
      `WITH own AS (
         SELECT b.bidder_id AS id, bool_or(${hasWonSql('b', 't')}) AS won, bool_or(${NAMED}) AS named
         FROM lots l JOIN tenders t ON t.id = l.tender_id JOIN published_bids b ON b.lot_id = l.id
         WHERE (l.id = ANY ($1::uuid[]) OR l.tender_id = ANY ($1::uuid[])) AND ${isPublicBidSql('b', 't')} AND ${isDecidedSql('l', 't')}
         GROUP BY b.bidder_id
       )
       SELECT o.id, o.name, count(*) OVER ()::integer AS of FROM organisations o LEFT JOIN own w ON w.id = o.id
       WHERE o.id = ANY ($1::uuid[] || ARRAY(SELECT id FROM own))
       ORDER BY coalesce(w.won, false) DESC, coalesce(w.named, true) DESC, o.name, o.id LIMIT ${MOST_MEMBERS}`,
      [subjects, named],
    );
    if (group.length < 2) return null;
    const rows = await reader.query<MetRow[]>(
      `SELECT l.label AS name, d.on::text AS on, jsonb_agg(DISTINCT jsonb_build_object('bidder', b.bidder_id,
         'outcome', CASE WHEN ${hasWonSql('b', 't')} THEN 'won' WHEN b.public_status = 'withdrawn' THEN 'withdrawn' ELSE 'lost' END)) AS bids
       FROM published_bids b JOIN lots l ON l.id = b.lot_id JOIN tenders t ON t.id = l.tender_id
       CROSS JOIN LATERAL (SELECT ${decidedOnSql('l', 't')} AS on) d
       WHERE b.bidder_id = ANY ($1::uuid[]) AND ${isPublicBidSql('b', 't')} AND d.on IS NOT NULL AND l.dataset = (SELECT x.dataset FROM lots x WHERE x.id = ANY ($2::uuid[]) OR x.tender_id = ANY ($2::uuid[]) LIMIT 1)
       GROUP BY l.id, l.label, d.on ORDER BY d.on DESC NULLS LAST, l.id LIMIT ${MOST_COLUMNS}`,
      [group.map(({ id }) => id), subjects],
    );
    const lots = rows.toReversed().map(({ name, on, bids }): MatrixLot => ({
      name,
      on,
      outcomes: bids.map(({ bidder, outcome }) => [group.findIndex(({ id }) => id === bidder), outcome] as const),
    }));
    const bodiesLeftOut = (group[0]?.of ?? 0) - group.length;
    return matrixPicture({ bodies: group.map(({ name }) => name), bodiesLeftOut, lots, listed: null }, lang);
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

/** Ids of the bids and bodies that the evidence names. */
function listNamedIds({ evidence }: FlagDetailDto): string[] {
  const records = evidence.flatMap((each) =>
    each.evidence.flatMap(({ record, field, value }) => (field === 'replacedBy' ? [record, value] : [record])),
  );
  return [...new Set(records.flatMap((record) => /^(?:bid|organisation):([0-9a-f-]{36})$/.exec(record)?.[1] ?? []))];
}

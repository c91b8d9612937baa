import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, toScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { isInsider, TENDER_PARTIES, visiblePurchase } from '../../tenders/reads/tender-visibility.js';
import { getPerson } from '../open-review.js';
import { mayDo, PARTS, type ReviewParts } from '../review-parties.js';
import { DrawSeeds } from './draw-seeds.js';
import type { ExpertDraw } from './expert-draw.entity.js';
import { deriveOpening, type LotEnd } from './expert-draw.rules.js';
import { lotEndSql } from './expert-draws.queries.js';
import type { DrawnPlaceDto, ExpertDrawDto, ExpertInvitationDto } from './expert-draw.dto.js';
import type { DrawState } from './expert-draw.lifecycle.js';
import { expertDrawSubject } from './expert-draw.subject.js';
import type { PlaceState } from './expert-place.lifecycle.js';
import { invitationSubject } from './invitation.subject.js';

/** A tender with the draws that the caller sees of it. */
interface DrawHead extends ReviewParts {
  /** Appoints the panel for the buyer or its agent. */
  party: boolean;
  /** Those, and whoever oversees the region. */
  insider: boolean;
}
interface DrawRow extends Omit<
  StoredRow<ExpertDraw>,
  'dataset' | 'created_at' | 'updated_at' | 'state' | 'review_on' | 'drawn_on' | 'document_id'
> {
  no: number;
  ended: LotEnd;
  state: DrawState;
  review_on: PlainDate;
  drawn_on: PlainDate | null;
  document_id: string | null;
  places: DrawnPlaceDto[];
}

/** By what days are counted and compared. */
interface Clock {
  calendar: WorkingCalendar;
  today: PlainDate;
}

const toHex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;

/** Who is next in the order is known to nobody before the result: no room is made for somebody who suits. */
const hideNext = (place: DrawnPlaceDto): DrawnPlaceDto =>
  place.state === 'waiting' ? { ...place, user: null, name: null } : place;

/** How experts were drawn: to everybody who sees the tender, their names and the seed with the result alone. */
@Injectable()
export class ExpertDrawViews {
  constructor(
    private readonly transactions: Transactions,
    private readonly seeds: DrawSeeds,
    private readonly calendars: WorkingCalendars,
  ) {}

  async list(scope: Scope, tender: string): Promise<{ tender: string; items: ExpertDrawDto[] }> {
    const head = await this.head(scope, tender);
    const rows = await this.rows(tender, null);
    const clock = await this.clock();
    return { tender, items: rows.map((row) => this.view(row, tender, { head, clock }, scope)) };
  }

  async one(scope: Scope, tender: string, draw: string): Promise<ExpertDrawDto> {
    const head = await this.head(scope, tender);
    const [row] = await this.rows(tender, draw);
    if (!row) throw new Problem('not_found');
    return this.view(row, tender, { head, clock: await this.clock() }, scope);
  }

  private async head(scope: Scope, tender: string): Promise<DrawHead> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(tender)} AND r.conducted = 'here'`);
    visiblePurchase(sql, scope, TENDER_PARTIES);
    const mine = TENDER_PARTIES.map((column) => isMine(sql, narrowScope(scope, 'panel.appoint'), column)).join(' OR ');
    const [row] = await this.transactions.reader.query<DrawHead[]>(
      `SELECT ${PARTS}, coalesce(${mine}, false) AS party, coalesce(${isInsider(sql, scope, TENDER_PARTIES)}, false) AS insider
       FROM tender r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }

  private rows(tender: string, draw: string | null): Promise<DrawRow[]> {
    return this.transactions.reader.query<DrawRow[]>(
      `SELECT d.id, d.version, d.lot_id, l.no, ${lotEndSql()} AS ended, d.source, d.state, d.size, d.field,
         d.review_on::text AS review_on, d.prepared_at, d.drawn_on::text AS drawn_on, d.seed_hash, d.seed, d.pool_hash,
         d.excluded, d.document_id, d.reference, d.consent, d.drawable,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('place', p.place, 'user', p.user_id,
            'name', CASE WHEN p.state <> 'waiting' THEN u.name END, 'hash', encode(p.hash, 'hex'), 'state', p.state,
            'reason', p.reason) ORDER BY p.place), '[]')
          FROM expert_place p JOIN app_user u ON u.id = p.user_id WHERE p.draw_id = d.id) AS places
       FROM expert_draw d JOIN lot l ON l.id = d.lot_id
       WHERE l.tender_id = $1 AND ($2::uuid IS NULL OR d.id = $2::uuid) ORDER BY d.prepared_at, d.id`,
      [tender, draw],
    );
  }

  private async clock(): Promise<Clock> {
    const [row] = await this.transactions.reader.query<[{ today: PlainDate }]>(
      `SELECT business_today()::text AS today`,
    );
    return { calendar: await this.calendars.current(), today: row.today };
  }

  private view(
    row: DrawRow,
    tender: string,
    { head, clock }: { head: DrawHead; clock: Clock },
    scope: Scope,
  ): ExpertDrawDto {
    const { opened, opensOn } = deriveOpening(row.ended, clock);
    const named = opened || head.party;
    const { id, version, source, state, size, field } = row;
    return {
      ...{ id, version, tender, lot: row.no, lotId: row.lot_id, source, state, size, field },
      reviewOn: row.review_on,
      preparedAt: row.prepared_at.toISOString(),
      drawnOn: row.drawn_on,
      seedHash: toHex(row.seed_hash),
      poolHash: toHex(row.pool_hash),
      opened,
      opensOn,
      seed: opened && row.seed !== null ? this.seeds.read(id, row.seed) : null,
      reference: named ? row.reference : null,
      document: named ? row.document_id : null,
      consent: opened || head.insider ? row.consent : null,
      drawable: opened || head.insider ? row.drawable : null,
      places: named ? row.places.map((place) => (opened ? place : hideNext(place))) : null,
      excluded: named ? row.excluded : null,
      allowedActions: linkAllowedActions(expertDrawSubject, state, { id: tender, draw: id }, mayDo(scope, head, false)),
    };
  }

  /** Of these draws those whose document the caller may read: with the names in it, so as the names themselves. */
  async filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    const mine = TENDER_PARTIES.map((column) => isMine(sql, narrowScope(scope, 'panel.appoint'), column)).join(' OR ');
    sql.and(`d.id = ANY (${sql.p(ids)}::uuid[])`);
    sql.and(`(${mine}) OR (${isInsider(sql, scope, TENDER_PARTIES)})`);
    const clock = await this.clock();
    const rows = await this.transactions.reader.query<{ id: string; mine: boolean; ended: LotEnd }[]>(
      `SELECT d.id, coalesce(${mine}, false) AS mine, ${lotEndSql()} AS ended FROM expert_draw d JOIN lot l ON l.id = d.lot_id JOIN tender r ON r.id = l.tender_id WHERE ${sql.where}`,
      sql.params,
    );
    return rows.filter((row) => row.mine || deriveOpening(row.ended, clock).opened).map(({ id }) => id);
  }

  async invitations(principal: Principal, id: string | null): Promise<ExpertInvitationDto[]> {
    const rows = await this.transactions.reader.query<
      (Pick<ExpertInvitationDto, 'id' | 'version' | 'tender' | 'title' | 'lot'> & {
        review_on: PlainDate;
        state: PlaceState;
        invited_at: Date | null;
      })[]
    >(
      `SELECT p.id, p.version, r.id AS tender, r.title, l.no AS lot, d.review_on::text AS review_on, p.state, p.invited_at
       FROM expert_place p JOIN expert_draw d ON d.id = p.draw_id JOIN lot l ON l.id = d.lot_id JOIN tender r ON r.id = l.tender_id
       WHERE p.user_id = $1 AND p.state <> 'waiting' AND ($2::uuid IS NULL OR p.id = $2::uuid)
       ORDER BY d.review_on DESC, p.id LIMIT 200`,
      [getPerson(principal), id],
    );
    return rows.map(({ review_on, invited_at, ...row }) => ({
      ...row,
      reviewOn: review_on,
      invitedAt: invited_at?.toISOString() ?? null,
      allowedActions: linkAllowedActions(invitationSubject, row.state, { id: row.id }, toScope(principal)),
    }));
  }

  async invitation(principal: Principal, id: string): Promise<ExpertInvitationDto> {
    const [row] = await this.invitations(principal, id);
    if (!row) throw new Problem('not_found');
    return row;
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { narrowScope, toScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { linkAllowedActions, type AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { BidReaders } from '../bids/bid-readers.js';
import { lotLifecycle } from '../tenders/lots/lot.lifecycle.js';
import { buyersSql } from '../tenders/conducted/terms/joint-buyers.queries.js';
import { lotTermsSql } from '../tenders/conducted/terms/lot-terms.queries.js';
import { isInsider, REVIEW_PARTIES, TENDER_PARTIES } from '../tenders/reads/tender-visibility.js';
import { isOfMember } from './panel/own-seat.js';
import { judges, getPerson, sitsInLot, sitsInPanel, wroteSheet } from './open-review.js';
import { explanationSubject, memberSubject, panelSubject } from './panel/panel.subject.js';
import { RESULT } from './review-codes.js';
import type { ReviewsDto, SheetsDto } from './review-view.dto.js';
import type { ReviewReportDto } from './report/report.dto.js';
import type { ReviewReport } from './report/report-types.js';
import { mayDo, PARTS } from './review-parties.js';
import { toLotReview, type ReviewedLotRow, type ReviewHead } from './review.view.js';

/** What the buyer, its agent, those who watch over the region and the panel see of a review; everybody else: 404. */
@Injectable()
export class ReviewsQueries implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly readers: BidReaders,
    private readonly engine: ActionEngine,
  ) {}

  /** The panel of a lot reads the bids that it judges, with their files. */
  onModuleInit(): void {
    this.readers.contribute((sql, principal) => judges(sql, getPerson(principal)));
  }

  /** After an action: with the version of the caller's own seat where it was that which the action changed. */
  async loadReviews(
    principal: Principal,
    id: string,
    lang: Language,
    after?: { action: string; lot: number },
  ): Promise<ReviewsDto> {
    const scope = toScope(principal);
    const head = await this.head(principal, scope, id);
    const sql = new Sql();
    const seen = head.insider ? 'true' : sitsInPanel(sql, getPerson(principal));
    const lots = await runPreparedStatement<ReviewedLotRow>(
      this.transactions.reader,
      lotsSql(sql.p(id), seen),
      sql.params,
    );
    const ofMember = after !== undefined && isOfMember(after.action, head.method);
    const panel = ofMember ? lots.find(({ no }) => no === after.lot)?.members : undefined;
    const seat = panel?.find(({ user }) => user === getPerson(principal));
    return {
      tender: id,
      version: seat?.version ?? head.version,
      items: lots.map((lot) => ({
        ...toLotReview(lot, head, getPerson(principal), lang),
        allowedActions: this.linkActions(lot, head, getPerson(principal), scope),
      })),
    };
  }

  /** What the caller may do with the lot, with its panel as a whole, with each of its members, and about each price. */
  private linkActions(lot: ReviewedLotRow, head: ReviewHead, person: string | null, scope: Scope): AllowedActionDto[] {
    const caller = mayDo(scope, head, person !== null && lot.members.some(({ user }) => user === person));
    const { id } = head;
    const ofLot =
      lot.state === null ? [] : this.engine.linkActions(lotLifecycle, lot.state, { tenders: id, lots: lot.id }, caller);
    if (lot.review === null) return ofLot;
    const { state } = lot.review;
    return [
      ...ofLot,
      ...linkAllowedActions(panelSubject, state, { id }, caller),
      ...lot.members.flatMap(({ id: member }) => linkAllowedActions(memberSubject, state, { id, member }, caller)),
      ...lot.bids
        .filter(({ status }) => status === 'valid')
        .flatMap(({ id: bid }) => linkAllowedActions(explanationSubject, state, { id, bid }, caller)),
    ];
  }

  /**
   * Before the reveal a member sees the own sheet and nobody any other. The own one stays readable: of who was replaced, and
   * of a panel that was dissolved.
   */
  async sheets(principal: Principal, id: string, no: number): Promise<SheetsDto> {
    const scope = toScope(principal);
    const head = await this.head(principal, scope, id, no, wroteSheet);
    const rows = await this.transactions.reader.query<
      (SheetsDto['items'][number] & { open: boolean; sits: boolean; version: number })[]
    >(
      `SELECT m.id AS member, m.user_id = $3 AS own, m.version, m.ended_at IS NULL AND v.state <> 'dissolved' AS sits, m.locked_at IS NOT NULL AS locked,
         v.state IN ('revealed', 'reported') AND m.ended_at IS NULL AND $4 AS open,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('bid', s.bid_id, 'criterion', s.criterion,
            'points', to_char(s.points / 100.0, 'FM990.00'), 'comment', s.comment) ORDER BY s.bid_id, s.criterion), '[]')
          FROM review_score s WHERE s.member_id = m.id) AS scores
       FROM review v JOIN lot l ON l.id = v.lot_id JOIN review_member m ON m.review_id = v.id
       WHERE v.tender_id = $1 AND l.no = $2 ORDER BY v.created_at, m.appointed_at, m.id`,
      [id, no, getPerson(principal), head.insider || head.seated],
    );
    const shown = rows.filter(({ own, open }) => own === true || open);
    const mine = rows.find(({ own, sits }) => own === true && sits);
    return {
      lot: no,
      version: mine?.version ?? null,
      items: shown.map(({ open: _, sits: __, version: ___, own, ...sheet }) => ({ ...sheet, own: own === true })),
    };
  }

  /** The report as it was signed; names as far as the caller may see them. */
  async report(principal: Principal, id: string, no: number): Promise<ReviewReportDto> {
    const scope = toScope(principal);
    const { party, method } = await this.head(principal, scope, id, no);
    const [row] = await this.transactions.reader.query<
      { report: ReviewReport; sha256: string; state: string; seated: boolean; own: boolean }[]
    >(
      `SELECT v.report, encode(v.report_hash, 'hex') AS sha256, l.state,
         EXISTS (SELECT FROM review_member m WHERE m.review_id = v.id AND m.user_id = $3 AND m.ended_at IS NULL) AS seated,
         coalesce(t.buyer_id = ANY ($4::uuid[]) OR t.agent_id = ANY ($4::uuid[]), false) AS own
       FROM review v JOIN lot l ON l.id = v.lot_id JOIN tender t ON t.id = v.tender_id
       WHERE v.tender_id = $1 AND l.no = $2 AND v.state <> 'dissolved' AND v.report IS NOT NULL`,
      [id, no, getPerson(principal), scope.organisations],
    );
    if (!row) throw new Problem('not_found');
    // It tells every price: of a consultation nobody reads it before the result but those who signed and who confirm it.
    const told = method === 'OPEN_TENDER' || RESULT.includes(row.state) || row.seated || row.own || scope.everything;
    if (!told) throw new Problem('not_found');
    const { report, sha256 } = row;
    const named = row.seated || RESULT.includes(row.state) || party;
    const members = report.panel.members.map((m) => ({ ...m, name: named ? m.name : null }));
    // One that was signed before members spoke each for itself knows of none who differed, nor of comments.
    const { dissents = [], scores = [] } = report as Partial<ReviewReport>;
    const said = scores.map((score) => ({ comment: null, ...score }));
    return { sha256, ...report, dissents, scores: said, panel: { ...report.panel, members } };
  }

  /** Whoever may read it: all lots, or the one whose number is said; `or` names who else, by the person. */
  private async head(
    principal: Principal,
    scope: Scope,
    id: string,
    no?: number,
    or?: (sql: Sql, person: string | null, no: number) => string,
  ): Promise<ReviewHead> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`).and(`r.conducted = 'here' AND r.revision IS NOT NULL`);
    const person = getPerson(principal);
    const insider = `coalesce(${isInsider(sql, scope, REVIEW_PARTIES)}, false)`;
    const seated = sitsInLot(sql, person, no);
    sql.and([insider, seated, ...(or && no !== undefined ? [or(sql, person, no)] : [])].join(' OR '));
    const mine = TENDER_PARTIES.map((column) => isMine(sql, narrowScope(scope, 'panel.appoint'), column)).join(' OR ');
    const [row] = await runPreparedStatement<ReviewHead>(
      this.transactions.reader,
      `SELECT r.id, r.version, r.method, r.budget::text, business_now() AS now, coalesce(${mine}, false) AS party, ${insider} AS insider, ${seated} AS seated, ${PARTS},
         (SELECT coalesce(sum(ceiling), 0)::text FROM lot WHERE tender_id = r.id) AS ceilings
       FROM tender r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}

const lotsSql = (tender: string, seen: string): string => `
  SELECT l.id, l.no, lot_state_at(l.state, l.id, business_now()) AS state, l.ceiling::text, to_jsonb(v) AS review,
    (${lotTermsSql('r', 'l')} ->> 'lowPriceShare')::integer AS share,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'user', m.user_id, 'name', u.name, 'version', m.version, 'kind', m.kind,
       'ofAgent', EXISTS (SELECT FROM seat s JOIN tender t ON t.agent_id = s.organisation_id WHERE t.id = l.tender_id AND s.user_id = m.user_id),
       'ofBuyer', EXISTS (SELECT FROM seat s JOIN tender t ON s.organisation_id = ANY (${buyersSql('t')}) WHERE t.id = l.tender_id AND s.user_id = m.user_id),
       'found', ARRAY(SELECT DISTINCT f.stage FROM panel_finding f JOIN bid d ON d.id = f.bid_id
          WHERE f.member_id = m.id AND f.bid_version = d.version AND NOT EXISTS (SELECT FROM bid_check c WHERE c.bid_id = d.id AND c.stage = f.stage)
            AND NOT EXISTS (SELECT FROM bid_explanation e WHERE f.stage = 'price' AND e.bid_id = d.id AND e.settled_at IS NOT NULL) ORDER BY 1),
       'locked', m.locked_at IS NOT NULL, 'signed', m.signed_at IS NOT NULL,
       'declared', NOT EXISTS (SELECT FROM bid d WHERE d.lot_id = l.id AND d.state IN ('opened', 'unreadable', 'valid')
          AND NOT EXISTS (SELECT FROM review_declaration e WHERE e.member_id = m.id AND e.bid_id = d.id))
          AND EXISTS (SELECT FROM review_declaration e WHERE e.member_id = m.id)) ORDER BY m.appointed_at, m.id), '[]')
     FROM review_member m JOIN app_user u ON u.id = m.user_id WHERE m.review_id = v.id AND m.ended_at IS NULL) AS members,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'bidder', d.bidder_id, 'name', o.name,
       'price', d.price::text, 'status', d.state,
       'checks', (SELECT coalesce(jsonb_agg(jsonb_build_object('stage', c.stage, 'passed', c.passed, 'ground', c.ground,
          'detail', c.detail) ORDER BY c.checked_at, c.stage DESC), '[]') FROM bid_check c WHERE c.bid_id = d.id))
       ORDER BY o.name, d.id), '[]')
     FROM bid d LEFT JOIN organisation o ON o.id = d.bidder_id WHERE d.lot_id = l.id) AS bids,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sha256', encode(s.report_hash, 'hex'), 'reportedAt', s.reported_at,
       'supersededAt', s.superseded_at, 'ground', s.ground, 'reason', s.reason) ORDER BY s.superseded_at, s.id), '[]')
     FROM review_superseded s WHERE s.lot_id = l.id AND s.report IS NOT NULL) AS earlier
  FROM lot l JOIN tender r ON r.id = l.tender_id LEFT JOIN review v ON v.lot_id = l.id AND v.state <> 'dissolved'
  WHERE l.tender_id = ${tender} AND (${seen}) ORDER BY l.no`;

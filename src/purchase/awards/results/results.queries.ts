import { Injectable } from '@nestjs/common';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { holdsPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { isMine } from '../../../kernel/access/visible.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { RESULT } from '../../reviews/review-codes.js';
import type { ReviewReport } from '../../reviews/report/report-types.js';
import { bondedBids } from '../bonds.queries.js';
import { isPublicFactSql, shownColumnSql } from '../../tenders/reads/published-words.queries.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import { bodyRef } from '../../tenders/reads/tender-view.dto.js';
import { listTenderPermissions, type Parties } from '../../tenders/acting-for.js';
import { isCompetentCallerSql } from '../../tenders/oversight/competent.queries.js';
import {
  isInsider,
  isJointBuyer,
  REVIEW_PARTIES,
  TENDER_PARTIES,
  visiblePurchase,
} from '../../tenders/reads/tender-visibility.js';
import { awardSubject } from '../award.subject.js';
import { rankCandidates, type SettledTie } from '../candidates.rules.js';
import { FIRST_REPORT } from '../draws.js';
import { fixedPartSql } from './awarded-price.queries.js';
import type { LotProposal } from '../lots/locked-lot.js';
import { outBids } from './open-result.js';
import {
  AwardDto,
  type AwardEndingDto,
  type LotResultDto,
  type LotResultsDto,
  type ProposedEndingDto,
} from './results.dto.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { barInForceSql, type BarInForce } from '../../../people/organisations/bars/bars-in-force.queries.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Award } from '../award.entity.js';

type Named = 'tender_id' | 'lot_id' | 'supplier_id' | 'bid_id';
type Unread = 'several' | 'fact_id' | 'report_hash' | 'remedied' | 'published_as';
interface AwardRow extends Omit<StoredRow<Award>, Named | Unread> {
  tender: string;
  lot: number;
  supplier: string | null;
  name: string | null;
  bid: string | null;
  fixed_part: string | null;
  said: boolean;
  ending: LotProposal | null;
  supplier_barred: BarInForce | null;
  public: boolean;
  conducted: string;
  buyer: string | null;
  agent: string | null;
  method: string | null;
}

interface LotRow {
  id: string;
  no: number;
  state: LotStateHere | null;
  proposal: LotProposal | null;
  desk: {
    delivered_at: string;
    receipt_reason: string | null;
    deems_at: string | null;
    objection: string | null;
    objected_at: string | null;
    proposal_reason: string | null;
    proposed_at: string | null;
    ties: SettledTie[];
  } | null;
  report: ReviewReport | null;
  bidders: Record<string, { id: string; name: string | null }>;
  out: string[];
  first: string | null;
  bonds: { bid: string; refundedOn: string | null; reference: string | null }[];
}

/**
 * Who learns prices before there is a result: of an open tender everybody concerned, for they were read out at its opening;
 * of a consultation its buyer and the agent, who are to confirm. Whoever watches over them learns them with the result.
 */
const tellsPrices = (
  method: string | null,
  parties: readonly (string | null)[],
  { organisations, everything }: Scope,
): boolean =>
  method === 'OPEN_TENDER' || everything || parties.some((body) => body !== null && organisations.includes(body));

const show = (column: string, type: string): string => shownColumnSql('a', column, type, 'w.whole');
const AWARD = `
  a.id, a.version, a.tender_id AS tender, l.no AS lot, ${show('state', 'text')} AS state, o.id AS supplier, o.name, a.bid_id AS bid,
  (${show('amount', 'bigint')})::text AS amount, ${show('share', 'integer')} AS share, ${show('rank', 'integer')} AS rank,
  (${show('unit_price', 'bigint')})::text AS unit_price, ${show('unit', 'text')} AS unit, ${fixedPartSql('a', 'l')} AS fixed_part,
  ${show('decided_on', 'text')} AS decided_on, ${show('published_on', 'text')} AS published_on, a.deemed, a.ended_on::text, a.end_reason, a.fact_id IS NOT NULL AS said,
  CASE WHEN a.state = 'active' AND a.published_on IS NOT NULL THEN l.ending END AS ending,
  CASE WHEN a.state IN ('pending', 'active') THEN ${barInForceSql('a.supplier_id', 'business_today()')} END AS supplier_barred,
  coalesce(${isPublicFactSql('a.fact_id')}, false) AS public, r.conducted, r.method, r.buyer_id AS buyer, r.agent_id AS agent`;
/** SQL: awards with their lot, tender and supplier; `isWhole`: whether the caller is shown what was not published of one too. */
const fromAwardSql = (
  isWhole: string,
): string => `award a JOIN lot l ON l.id = a.lot_id JOIN tender r ON r.id = a.tender_id
  CROSS JOIN LATERAL (SELECT ${isWhole} AS whole) w LEFT JOIN organisation o ON o.id = ${show('supplier_id', 'uuid')}`;

interface Head extends Parties {
  version: number;
  insider: boolean;
  /** The caller buys together with the buyer. */
  joint: boolean;
  conducted: string;
  method: string | null;
  buyer_region: string | null;
  competent: boolean;
}

/** Results and awards: all of it for those concerned with the purchase, what was published for everybody. */
@Injectable()
export class ResultsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
  ) {}

  async loadLotResults(principal: Principal, id: string): Promise<LotResultsDto> {
    const scope = toScope(principal);
    const sql = visiblePurchase(new Sql(), scope, TENDER_PARTIES);
    sql.and(`r.id = ${sql.p(id)}`);
    const { reader } = this.transactions;
    const [head] = await runPreparedStatement<Head>(
      reader,
      `SELECT r.version, coalesce(${isInsider(sql, scope, REVIEW_PARTIES)}, false) AS insider, ${isJointBuyer(sql, scope, 'r.id')} AS joint,
         r.conducted, r.method, r.region, r.buyer_id, r.agent_id, b.region AS buyer_region, ${isCompetentCallerSql(sql, scope, 'r.id')} AS competent
       FROM tender r LEFT JOIN organisation b ON b.id = r.buyer_id WHERE ${sql.where}`,
      sql.params,
    );
    if (!head) throw new Problem('not_found');
    const here = head.conducted === 'here';
    const lots = await runPreparedStatement<LotRow>(reader, LOTS, [id, here || head.insider]);
    const awards = await runPreparedStatement<AwardRow>(
      reader,
      `SELECT ${AWARD} FROM ${fromAwardSql('$2::boolean OR a.supplier_id = ANY ($3::uuid[])')} WHERE a.tender_id = $1 ORDER BY l.no, a.decided_on, a.rank, a.id`,
      [id, head.insider, scope.organisations],
    );
    const caller = { seats: scope.seats, person: scope.user !== null };
    const held = listTenderPermissions(caller, head, head.buyer_region, head.competent);
    return {
      tender: id,
      version: head.version,
      items: lots.map((lot) => {
        const own = awards.filter((award) => award.lot === lot.no && (head.insider || award.public));
        // What was offered in a consultation is told with its result; until then to those who are to confirm it.
        const told =
          RESULT.includes(lot.state ?? '') || !here || tellsPrices(head.method, [head.buyer_id, head.agent_id], scope);
        const link = (state: string): AllowedActionDto[] =>
          this.engine.linkActions(lotLifecycle, state, { tenders: id, lots: lot.id }, { permissions: held });
        return lotView(lot, own, { scope, insider: head.insider, joint: head.joint, told, here, link });
      }),
    };
  }

  /** Of these awards, those whose hearing the caller reads: by a seat in the winner, one of the buyers or the agent, and by no other. */
  async filterVisibleHearings(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`a.id = ANY (${sql.p(ids)}::uuid[])`);
    const seats = ['a.supplier_id', 't.buyer_id', 't.agent_id'].map((column) => isMine(sql, scope, column));
    sql.and([...seats, isJointBuyer(sql, scope, 't.id')].join(' OR '));
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT a.id FROM award a JOIN tender t ON t.id = a.tender_id WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map(({ id }) => id);
  }

  async award(scope: Scope, id: string): Promise<AwardDto> {
    const sql = visiblePurchase(new Sql(), scope, TENDER_PARTIES);
    sql.and(`a.id = ${sql.p(id)}`);
    const isWhole = `coalesce(${isInsider(sql, scope, REVIEW_PARTIES)}, false)
      OR (a.fact_id IS NOT NULL AND ${isMine(sql, scope, 'a.supplier_id')})`;
    sql.and(`${isPublicFactSql('a.fact_id')} OR ${isWhole}`);
    const [row] = await runPreparedStatement<AwardRow & { joint: boolean }>(
      this.transactions.reader,
      `SELECT ${AWARD}, ${isJointBuyer(sql, scope, 'r.id')} AS joint FROM ${fromAwardSql(isWhole)} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return awardView(row, scope, row.joint);
  }
}

const LOTS = `
  SELECT l.id, l.no, CASE WHEN $2::boolean THEN lot_state_at(l.state, l.id, business_now()) ELSE l.published_state END AS state, l.ending AS proposal, to_jsonb(d) AS desk,
    CASE WHEN v.state = 'reported' THEN v.report END AS report, ${FIRST_REPORT} AS first,
    (SELECT coalesce(jsonb_object_agg(b.id, jsonb_build_object('id', b.bidder_id, 'name', o.name)), '{}')
     FROM bid b LEFT JOIN organisation o ON o.id = b.bidder_id WHERE b.lot_id = l.id) AS bidders,
    ARRAY(${outBids('l.id')}) AS out,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('bid', x.id, 'refundedOn', x.refunded_on, 'reference', x.reference) ORDER BY x.id), '[]')
     FROM (${bondedBids('l.id')}) x) AS bonds
  FROM lot l LEFT JOIN lot_result d ON d.lot_id = l.id LEFT JOIN review v ON v.lot_id = l.id AND v.state <> 'dissolved'
  WHERE l.tender_id = $1 ORDER BY l.no`;

const instant = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : new Date(text).toISOString();

function lotView(
  { no, state, proposal, desk, report, bidders, out, first, bonds }: LotRow,
  awards: readonly AwardRow[],
  {
    scope,
    insider,
    joint,
    told,
    here,
    link,
  }: Pick<Head, 'insider' | 'joint'> & {
    scope: Scope;
    told: boolean;
    here: boolean;
    link: (state: string) => AllowedActionDto[];
  },
): LotResultDto {
  const candidates = report === null || !insider || !told ? [] : rankCandidates(report, desk?.ties ?? [], new Set(out));
  const shown = insider ? desk : null;
  const ties = desk?.ties ?? [];
  return {
    lot: no,
    lotState: state,
    deliveredAt: instant(shown?.delivered_at),
    receiptReason: shown?.receipt_reason ?? null,
    deemsAt: instant(shown?.deems_at),
    objection: toDatedReason(shown?.objection, shown?.objected_at),
    replacement: toDatedReason(shown?.proposal_reason, shown?.proposed_at),
    ending: insider ? proposedView(proposal) : null,
    candidates: candidates.map(({ bid, place, total, price, stands }) => ({
      bid,
      bidder: bodyRef(bidders[bid]?.id ?? null, bidders[bid]?.name ?? null),
      rank: place,
      total,
      price,
      stands,
    })),
    ties: insider ? ties : ties.filter(({ order }) => awards.some(({ bid }) => bid !== null && order.includes(bid))),
    firstReport: insider || awards.length > 0 ? first : null,
    bonds: insider && report !== null ? bonds : [],
    awards: awards.map((row) => awardView(row, scope, joint)),
    allowedActions: here && insider && state !== null ? link(state) : [],
  };
}

function proposedView(proposal: LotProposal | null): ProposedEndingDto | null {
  if (proposal === null) return null;
  const { outcome, ground, reason, reference = null, remedy = null, barred = [], at } = proposal;
  return { outcome, ground, reason, reference, remedy, barred, at };
}

/** The proposed end of a lot as its winner is heard on it. */
function toHearingView(proposal: LotProposal | null, award: string): AwardEndingDto | null {
  if (proposal?.hearUntil === undefined) return null;
  const { outcome, ground, reason, reference = null, hearUntil, heard = {} } = proposal;
  const { statement = null, documents = [], at = null } = heard[award] ?? {};
  return { outcome, ground, reason, reference, hearUntil, statement, documents, heardAt: at };
}

const toDatedReason = (reason: string | null | undefined, at: string | null | undefined) =>
  reason === null || reason === undefined ? null : { reason, at: instant(at) ?? '' };

/** `joint`: the caller buys together with the buyer, and reads what that one reads but for the prices of a consultation. */
function awardView(row: AwardRow, scope: Scope, joint: boolean): AwardDto {
  const told = row.said || row.conducted !== 'here' || tellsPrices(row.method, [row.buyer, row.agent], scope);
  const { organisations } = scope;
  const parties = { 'award.refuse': row.supplier, 'tender.manage': row.buyer };
  const sits = (body: string | null): boolean => body !== null && organisations.includes(body);
  const isParty = joint || sits(row.supplier) || sits(row.buyer);
  const may = Object.entries(parties).flatMap(([permission, body]) =>
    holdsPermission(scope, permission, [body]) ? [permission] : [],
  );
  return toView(AwardDto, row, {
    supplier: bodyRef(row.supplier, row.name),
    amount: told ? formatYuanOrNull(row.amount) : null,
    unitPrice: told ? formatYuanOrNull(row.unit_price) : null,
    fixedPart: told ? row.fixed_part : null,
    currency: 'CNY',
    endReason: isParty ? row.end_reason : null,
    ending: isParty ? toHearingView(row.ending, row.id) : null,
    supplierBarred: isParty ? row.supplier_barred : null,
    allowedActions:
      row.conducted === 'here'
        ? linkAllowedActions(awardSubject, row.state, { id: row.id }, { permissions: new Set(may) })
        : [],
  });
}

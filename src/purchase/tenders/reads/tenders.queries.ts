import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { externalIdsSql, type ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { PlannedReader } from '../../../kernel/database/connections/planned-reader.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { List } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { lotTermsSql, lotWindowSql, lotWordsSql, PUBLIC_LOT_DEADLINE } from '../conducted/terms/lot-terms.queries.js';
import { listOwnMembers, type LotWords } from '../conducted/terms/lot-terms.rules.js';
import type { TenderPlan } from '../conducted/terms/terms-types.js';
import type { TermsViewDto } from '../conducted/conducted-view.dto.js';
import { lotLinesSql } from '../lots/lot-lines.queries.js';
import { listCountingRules, type TenderDeadlineDto, type TenderDeadlineListDto } from './deadlines.dto.js';
import { listTenderPermissions } from '../acting-for.js';
import { isCompetentCallerSql } from '../oversight/competent.queries.js';
import { deriveKeeping } from './keeping.rules.js';
import { tenderDeadlines, type Asked, type Bonds } from './deadlines.view.js';
import type { LotDays } from './lot-days.rules.js';
import { QUESTIONS } from '../corrections/questions.queries.js';
import {
  losersBondsSql,
  lotAwardsSql,
  lotBidsSql,
  lotClockSql,
  purchaseEndsSql,
  signingRestsSql,
  buildAudience,
  tenderContractsSql,
  toldBidCountSql,
  type PartsAudience,
} from './tender-parts.queries.js';
import { intendedSql } from '../conducted/intent.js';
import { toIntendedClocks, toIntendedTender, toIntendedLots, type Intended } from '../drafts/intended.rules.js';
import { loadConductedViews } from '../conducted/conducted.view.js';
import { tenderSubject } from '../conducted/tender.subject.js';
import { conflictText } from '../recording/contradiction.js';
import { FACTS_OF_ROOT, factsOfRow } from '../recording/facts-store.js';
import { deriveStateAtTime } from '../purchases/purchase.rules.js';
import { tenderColumnsSql, OWN_STATE, PUBLIC_STATE, selectTenders, TENDER_COLUMNS } from './tender-list.queries.js';
import { findUnread, type NoticeParts } from '../notices/unread-keys.js';
import type { Conflict, Missing, StoredFact, TenderFact, TenderState } from '../purchases/purchase-types.js';
import type { TenderQuery } from './tender.dto.js';
import {
  bodyRef,
  filterShownConflicts,
  conflictViews,
  FactViewDto,
  missingViews,
  filterShownFacts,
  TenderDetailDto,
  TenderDto,
  type LotViewDto,
  type TenderRow,
} from './tender-view.dto.js';
import { toAwardView, type AwardRow } from './award.view.js';
import { isInsider, TENDER_PARTIES, visiblePurchase } from './tender-visibility.js';

interface LotRow {
  id: string;
  no: number;
  name: string | null;
  ceiling: string | null;
  budget: string | null;
  pricing: LotViewDto['pricing'];
  state: TenderState | null;
  bid_count: number | null;
  /** As outsiders may see them: without members of documents that are not out. */
  words: LotWords;
  window: { start: string | null; end: string | null };
  lines: string[];
  terms: TermsViewDto | null;
  clock: LotDays | null;
  bonds: Bonds | null;
  /** As JSON has it. */
  deadline_at: string | null;
  suspended_on: string | null;
  resumed_on: string | null;
  bids: {
    id: string;
    bidder: string | null;
    name: string | null;
    price: string | null;
    rank: number | null;
    score: string | null;
    status: LotViewDto['bids'][number]['status'];
    rejected_for: string | null;
  }[];
  suppliers_most: number | null;
  awards: AwardRow[];
  awarded: boolean;
}
interface DetailRow extends TenderRow {
  /** Business time at the moment of reading. */
  now: Date;
  agent_id: string | null;
  buyer_region: string | null;
  competent: boolean;
  suspended_from: string | null;
  plan: TenderPlan | null;
  insider: boolean;
  /** For outsiders: what was made known of a draft that has no documents out yet. */
  intended: Intended | null;
  questions: Asked[];
  /** Null for outsiders. */
  ends: (PartialDate | null)[] | null;
  conflicts: Conflict[];
  completeness: Missing[];
  notice_parts: NoticeParts[];
  lines: string[];
  external_ids: ExternalId[];
  contracts: TenderDetailDto['contracts'];
  lots: LotRow[];
  facts: StoredFact<string>[];
}

@Injectable()
export class TendersQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly planned: PlannedReader,
    private readonly calendars: WorkingCalendars,
  ) {}

  /** One statement, whatever the page. */
  async list(scope: Scope, query: TenderQuery, url: string): Promise<List<TenderDto>> {
    const sql = new Sql();
    const page = selectTenders(sql, scope, query);
    const rows = await this.transactions.reader.query<(TenderRow & { page_key: string })[]>(
      `SELECT ${TENDER_COLUMNS}, ${page.select} FROM ${page.from} LEFT JOIN organisation b ON b.id = r.buyer_id ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, TenderDto.fromRow);
  }

  /** One statement: the tender, its lots with what was bid and awarded, its facts. Outsiders get what was published. */
  async one(scope: Scope, id: string, lang: Language): Promise<TenderDetailDto> {
    const [found] = (await this.many(scope, [id], lang)).values();
    if (!found) throw new Problem('not_found');
    return found;
  }

  /** Of these tenders those that the caller may see, by as many statements as one costs. */
  async many(scope: Scope, ids: readonly string[], lang: Language): Promise<Map<string, TenderDetailDto>> {
    const { reader } = this.transactions;
    const sql = new Sql();
    visiblePurchase(sql.limitToIds('r.id', ids), scope, TENDER_PARTIES);
    const insider = isInsider(sql, scope, TENDER_PARTIES);
    const rows = await this.planned.query<DetailRow>(
      `SELECT ${tenderColumnsSql('r')}, b.name AS buyer_name, CASE WHEN i.insider THEN ${OWN_STATE} ELSE ${PUBLIC_STATE} END AS state, (CASE WHEN i.insider THEN r.deadline_at ELSE p.deadline_at END)::text AS deadline_at, r.published,
         ${intendedSql('i.insider')}, r.created_at::text AS created_at, r.updated_at::text AS updated_at, t.now, r.agent_id, b.region AS buyer_region, ${isCompetentCallerSql(sql, scope, 'r.id')} AS competent, r.suspended_from, r.conflicts,
         CASE WHEN i.insider OR r.revision IS NOT NULL THEN r.plan END AS plan, r.completeness, ${externalIdsSql('tender')}, i.insider,
         ARRAY(SELECT jsonb_build_object('lots', n.raw -> 'lots', 'bidders', n.raw -> 'bidders', 'suppliers', n.raw -> 'suppliers', 'kind', n.kind,
             'opens', EXISTS (SELECT FROM external_id e WHERE e.root_type = 'tender' AND e.root_id = r.id AND e.value = n.reference))
           FROM notice n WHERE n.tender_id = r.id AND n.raw IS NOT NULL ORDER BY n.reference) AS notice_parts,
         ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = r.id ORDER BY 1) AS lines,
         (${tenderContractsSql(sql, scope)}) AS contracts,
         CASE WHEN i.insider THEN ${purchaseEndsSql('r.id')} END AS ends,
         CASE WHEN i.insider THEN ${QUESTIONS} ELSE '[]' END AS questions, ${shownLotsSql(buildAudience(sql, scope))} AS lots, ${FACTS_OF_ROOT} AS facts
       FROM tender r LEFT JOIN organisation b ON b.id = r.buyer_id LEFT JOIN public_tender p ON p.id = r.id
       CROSS JOIN (SELECT business_now() AS now) t
       CROSS JOIN LATERAL (SELECT coalesce(${insider}, false) AS insider) i WHERE ${sql.where}`,
      sql.params,
      reader,
    );
    const calendar = await this.calendars.current();
    const shown = rows.filter(({ conducted }) => conducted === 'here');
    const here = await loadConductedViews(reader, shown, { lang, calendar });
    const asked = { scope, lang, calendar };
    return new Map(rows.map((row) => [row.id, toDetail(row, here.get(row.id) ?? null, asked)]));
  }
  /** The tender of a lot. */
  async oneOfLot(scope: Scope, lot: string, lang: Language): Promise<TenderDetailDto> {
    const [row] = await this.transactions.reader.query<{ tender: string }[]>(
      `SELECT tender_id AS tender FROM lot WHERE id = $1`,
      [lot],
    );
    return this.one(scope, row?.tender ?? lot, lang);
  }

  /** Every period of law of a tender, as its detail has them. */
  async deadlines(scope: Scope, id: string, lang: Language): Promise<TenderDeadlineListDto> {
    const { deadlines, method } = await this.one(scope, id, lang);
    return { items: deadlines, countedBy: listCountingRules(method, deadlines), next: null };
  }
}

/** Who asks, in which words. */
interface Asking {
  scope: Scope;
  lang: Language;
  calendar: WorkingCalendar;
}

function toDetail(row: DetailRow, here: TenderDetailDto['here'], { scope, lang, calendar }: Asking): TenderDetailDto {
  const facts = filterShownFacts(row.insider, factsOfRow<TenderFact>(row.facts));
  const clocked = toIntendedClocks(row, row.lots, row.intended);
  const deadlines = tenderDeadlines(clocked.tender, clocked.lots, facts, {
    today: todayInShanghai(row.now),
    calendar,
    lang,
    insider: row.insider,
  });
  const lots = row.lots.map((lot) => lotView(lot, row, deadlines));
  return {
    ...toIntendedTender(TenderDto.fromRow(row), row.intended),
    serviceLines: row.intended?.serviceLines ?? row.lines,
    deadlines,
    documentsKept: row.ends && deriveKeeping(row.ends, todayInShanghai(row.now)),
    lots: toIntendedLots(lots, row.intended, { state: row.state, deadlines }),
    contracts: row.contracts,
    completeness:
      row.intended === null ? missingViews([...row.completeness, ...findUnread(row.notice_parts, row.lots)]) : [],
    conflicts: conflictViews(
      filterShownConflicts(row.insider, row.conflicts, facts),
      (c) => conflictText(c.code),
      lang,
    ),
    facts: facts.map(FactViewDto.fromFact),
    externalIds: row.external_ids,
    here,
    allowedActions: listActions(row, scope),
  };
}

/** SQL: the lots of the root `r` with their bids and awards, as far as the facts they come from are shown. */
const shownLotsSql = (to: PartsAudience): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'name', l.name, 'ceiling', l.ceiling::text,
       'budget', l.budget::text, 'pricing', l.pricing, 'words', jsonb_build_object(${lotWordsSql('l')}) || CASE WHEN i.insider OR r.revision IS NOT NULL THEN '{}'::jsonb ELSE '{"terms": {}}' END,
       'window', jsonb_build_object('start', ${lotWindowSql('r', 'l', 'start')}, 'end', ${lotWindowSql('r', 'l', 'end')}),
       'lines', ARRAY(SELECT service_line_id FROM (${lotLinesSql('l.id', 'r.id')}) x ORDER BY 1),
       'terms', CASE WHEN i.insider OR r.revision IS NOT NULL THEN ${lotTermsSql('r', 'l')} END, 'state', CASE WHEN r.conducted = 'here' THEN lot_state_at(l.state, l.id, t.now) WHEN i.insider THEN l.state ELSE l.published_state END,
       'clock', CASE WHEN i.insider THEN ${lotClockSql()} END, 'bonds', CASE WHEN i.insider THEN ${losersBondsSql('l.id')} END, 'rests', ${signingRestsSql('l.id', 'r.id')}, 'bid_count', CASE WHEN i.insider THEN l.bid_count ELSE ${toldBidCountSql(to.isShown)} END,
       'deadline_at', CASE WHEN i.insider THEN l.deadline_at ELSE ${PUBLIC_LOT_DEADLINE} END, 'suspended_on', (coalesce(l.suspension_counts_from, l.suspended_at) AT TIME ZONE 'Asia/Shanghai')::date,
       'resumed_on', CASE WHEN l.state <> 'suspended' THEN (l.resumed_at AT TIME ZONE 'Asia/Shanghai')::date END, 'bids', d.bids, 'suppliers_most', l.suppliers_most, 'awards', a.awards, 'awarded', a.awards <> '[]') ORDER BY l.no), '[]')
   FROM lot l
   CROSS JOIN LATERAL (${lotBidsSql(to)}) d CROSS JOIN LATERAL (${lotAwardsSql(to)}) a
   WHERE l.tender_id = r.id)`;

function listActions(row: DetailRow, scope: Scope): AllowedActionDto[] {
  if (row.conducted === 'elsewhere')
    return holdsPermission(scope, 'tender.record', [row.buyer_id, row.agent_id])
      ? [{ action: 'record_facts', method: 'POST', href: `/api/v1/tenders/${row.id}/facts` }]
      : [];
  if (row.state === null) return [];
  const caller = { seats: scope.seats, person: scope.user !== null };
  return linkAllowedActions(
    tenderSubject,
    ownState(row.state, row),
    { id: row.id },
    {
      permissions: listTenderPermissions(caller, row, row.buyer_region, row.competent),
    },
  );
}

/** From the deadline on lots are suspended one by one, and the tender as a whole is not. */
const ownState = (state: string, { suspended_from }: Pick<DetailRow, 'suspended_from'>): string =>
  state === 'suspended' && suspended_from === null ? 'closed' : state;

function lotView(
  lot: LotRow,
  { now, term_text }: Pick<DetailRow, 'now' | 'term_text'>,
  deadlines: readonly TenderDeadlineDto[],
): LotViewDto {
  const awards = lot.awards.map(toAwardView);
  return {
    id: lot.id,
    no: lot.no,
    name: lot.name,
    ceiling: formatYuanOrNull(lot.ceiling),
    budget: formatYuanOrNull(lot.budget),
    pricing: lot.pricing,
    state: deriveStateAtTime(lot.state, lot.deadline_at === null ? null : new Date(lot.deadline_at), now),
    bidCount: lot.bid_count,
    bids: lot.bids.map(({ bidder, name, price, rejected_for: rejectedFor, ...bid }) => ({
      ...bid,
      rejectedFor,
      bidder: bodyRef(bidder, name),
      price: formatYuanOrNull(price),
    })),
    suppliersMost: lot.suppliers_most,
    award: awards[0] ?? null,
    awards,
    window: lot.window,
    termText: lot.words.termText ?? term_text,
    serviceLines: lot.lines,
    terms: lot.terms,
    own: listOwnMembers(lot.words),
    deadlines: deadlines.filter((d) => d.lot === null || d.lot === lot.no),
  };
}

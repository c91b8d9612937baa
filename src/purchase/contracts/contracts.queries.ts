import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import { regionWithinSql } from '../../kernel/access/visible.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { externalIdsSql } from '../../kernel/database/external-ids/external-ids.js';
import { rootFilters } from '../../kernel/http/lists/root-filters.js';
import { PlannedReader } from '../../kernel/database/connections/planned-reader.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { linkAllowedActions, type AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import type { List } from '../../kernel/http/lists/list.js';
import { keysetOfRoots } from '../../kernel/http/lists/root-order.js';
import { toRuleBasis } from '../../law/rules/rule-types.js';
import type { Rest } from '../../law/deadlines/rested.rules.js';
import { signingRests } from '../awards/lots/signing-rests.queries.js';
import { winnersBond } from '../awards/bonds.queries.js';
import { amendmentDaysSql, publishedAmendmentsSql, type PublishedAmendment } from './amendments/amendments.queries.js';
import { isInStateSql, isOfSupplierSql } from './published/shown-contracts.queries.js';
import { ContractDeadlineDto, DeadlineDto, inOrder, isForEverybody } from '../tenders/reads/deadlines.dto.js';
import { clockFacts } from '../tenders/clock-events.rules.js';
import {
  amendmentClocks,
  contractClocks,
  type Bonds,
  type ClockedAmendment,
  type ClockedTender,
} from '../tenders/reads/deadlines.view.js';
import { deriveKeeping } from '../tenders/reads/keeping.rules.js';
import { jointlyBoughtSql } from '../tenders/conducted/terms/joint-buyers.queries.js';
import { purchaseEndsSql } from '../tenders/reads/tender-parts.queries.js';
import { paymentClocks, type ClockedPayment } from '../tenders/reads/payment-deadlines.view.js';
import { conflictText } from '../tenders/recording/contradiction.js';
import { factsOfRoots } from '../tenders/recording/facts-store.js';
import { lotLinesSql } from '../tenders/lots/lot-lines.queries.js';
import type { Conflict, ContractFact, Missing, TenderFact } from '../tenders/purchases/purchase-types.js';
import type { ContractQuery } from '../tenders/reads/tender.dto.js';
import {
  filterShownConflicts,
  conflictViews,
  FactViewDto,
  missingViews,
  filterShownFacts,
} from '../tenders/reads/tender-view.dto.js';
import { CONTRACT_PARTIES, isInsider, visiblePurchase } from '../tenders/reads/tender-visibility.js';
import { ContractClocks, type PlanDue } from './conducted/contract-clocks.js';
import { ContractHereQueries } from './conducted/contract-here.queries.js';
import { planDeadline } from './conducted/plan-due.rules.js';
import { contractSubject } from './conducted/contract.subject.js';
import { recordedContractSubject } from './content/recorded-contract.subject.js';
import type { ConductedContractDto } from './conducted/contract-here.dto.js';
import {
  ContractDetailDto,
  ContractDto,
  listShownGaps,
  toShownRow,
  type ContractNoticeDto,
  type ContractRow,
} from './contract-view.dto.js';
import { listContractNotices } from './limits/contract-notices.rules.js';
import { standingBodySql } from '../../people/organisations/merges/standing-records.js';

/** By name: a column that a migration adds may not change what a statement that is planned already answers. */
const SELECT = `r.id, r.version, r.dataset, r.tender_id, r.award_id, r.renewal_of, r.renewal_no, r.buyer_id, r.supplier_id, r.programme_id, r.title,
  r.category, r.region, r.number, r.amount, r.signed_on, r.window_start, r.window_end, r.term_text, r.terminated_on, r.state, r.conducted,
  r.published, r.supplements::text, r.published_as, r.conflicts, r.completeness, r.created_at, r.updated_at, l.no AS lot, b.name AS buyer_name, s.name AS supplier_name, ${externalIdsSql('contract')},
  (SELECT o.name FROM organisation o WHERE o.id = (r.published_as ->> 'supplier_id')::uuid) AS published_supplier`;
/** SQL: the lines of contract `r`; of a draft those that it will serve once it is signed. */
const SERVED_LINES = `ARRAY(SELECT service_line_id FROM contract_service_line WHERE contract_id = r.id
  UNION SELECT unnest(lines) FROM contract_renewal WHERE contract_id = r.id AND r.state = 'draft'
  UNION SELECT x.service_line_id FROM (${lotLinesSql('r.lot_id', 'r.tender_id')}) x WHERE r.state = 'draft' AND r.renewal_of IS NULL
  ORDER BY 1)`;
const FROM = `FROM contract r LEFT JOIN lot l ON l.id = r.lot_id LEFT JOIN organisation b ON b.id = r.buyer_id
  LEFT JOIN organisation s ON s.id = r.supplier_id`;

/** SQL: this body buys what the contract `r` is about, alone or together with its buyer. */
const isBoughtBySql = (body: string): string =>
  `r.buyer_id = ${body} OR r.tender_id = ANY (ARRAY${jointlyBoughtSql(`ARRAY[${body}::text]`)})`;

interface Judged {
  insider: boolean;
  lines: string[];
  conflicts: Conflict[];
  completeness: Missing[];
  tender: ClockedTender;
  today: string;
  published_on: string | null;
  filed_on: string | null;
  renewed_by: string | null;
  /** Fen: the most that its lot was to cost. Null too for a supplier or evaluator of a purchase that is not published. */
  lot_budget: string | null;
  several: boolean;
  rests: Rest[];
  amendments: ClockedAmendment[];
  published_amendments: PublishedAmendment[];
  bond: Bonds | null;
  /** Null for outsiders. */
  ends: (PartialDate | null)[] | null;
}

@Injectable()
export class ContractsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly planned: PlannedReader,
    private readonly here: ContractHereQueries,
    private readonly calendars: WorkingCalendars,
    private readonly clocks: ContractClocks,
  ) {}

  async list(scope: Scope, query: ContractQuery, url: string): Promise<List<ContractDto>> {
    const sql = visiblePurchase(rootFilters(new Sql(), 'contract', query), scope, CONTRACT_PARTIES);
    sql.when(query.tender, (p) => `r.tender_id = ${p}`);
    sql.when(query.buyer, (p) => isBoughtBySql(standingBodySql(`${p}::uuid`)));
    const isWhole = isInsider(sql, scope, CONTRACT_PARTIES);
    sql.when(query.supplier, (p) => isOfSupplierSql(standingBodySql(`${p}::uuid`), isWhole));
    sql.when(
      query.serviceLine,
      (p) => `r.id IN (SELECT contract_id FROM contract_service_line WHERE service_line_id = ${p})`,
    );
    sql.when(query.category, (p) => `r.category = ${p}`);
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    sql.when(query.state, (p) => isInStateSql(p, query, isWhole));
    const page = keysetOfRoots(query, sql);
    const rows = await this.transactions.reader.query<(ContractRow & { page_key: string })[]>(
      `SELECT ${SELECT}, r.published_as IS NULL OR coalesce(${isWhole}, false) AS whole, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ContractDto.fromRow);
  }

  async one(scope: Scope, id: string, lang: Language): Promise<ContractDetailDto> {
    const [found] = (await this.many(scope, [id], lang)).values();
    if (!found) throw new Problem('not_found');
    return found;
  }

  /** Of these contracts those that the caller may see, by as many statements as one costs. */
  async many(scope: Scope, ids: readonly string[], lang: Language): Promise<Map<string, ContractDetailDto>> {
    const { reader } = this.transactions;
    const sql = new Sql();
    visiblePurchase(sql.limitToIds('r.id', ids), scope, CONTRACT_PARTIES);
    const insider = isInsider(sql, scope, CONTRACT_PARTIES);
    const buyersSide = isInsider(sql, scope, ['r.buyer_id']);
    const rows = await this.planned.query<ContractRow & Judged>(
      `SELECT ${SELECT}, coalesce(${insider}, false) AS insider, r.published_as IS NULL OR coalesce(${insider}, false) AS whole, ${publishedAmendmentsSql('r.id')} AS published_amendments, business_today()::text AS today,
         r.published_on::text AS published_on, r.filed_on::text AS filed_on,
         CASE WHEN ${buyersSide} OR EXISTS (SELECT FROM tender t WHERE t.id = r.tender_id AND t.published) THEN least(l.budget, l.ceiling)::text END AS lot_budget, EXISTS (SELECT FROM award a WHERE a.lot_id = r.lot_id AND a.several AND a.state IN ('active', 'contracted')) AS several,
         ${signingRests('r.lot_id', 'r.tender_id')} AS rests, ${amendmentDaysSql('r.id')} AS amendments, CASE WHEN r.renewal_no IS NULL THEN ${winnersBond('r.award_id', 'r.lot_id')} END AS bond,
         (SELECT n.id FROM contract n WHERE n.renewal_of = r.id AND n.state <> 'void' AND (n.published OR coalesce(${insider}, false))) AS renewed_by,
         (SELECT jsonb_build_object('conducted', t.conducted, 'state', t.state, 'method', t.method,
            'budget_level', t.budget_level, 'region', t.region,
            'conflicts', t.conflicts) FROM tender t WHERE t.id = r.tender_id) AS tender,
         CASE WHEN coalesce(${insider}, false) THEN ${purchaseEndsSql('r.tender_id')} END AS ends, ${SERVED_LINES} AS lines
       ${FROM} WHERE ${sql.where}`,
      sql.params,
      reader,
    );
    if (rows.length === 0) return new Map();
    const stored = await factsOfRoots<ContractFact | TenderFact>(reader, [
      ...new Set(rows.flatMap(({ id, tender_id }) => [id, tender_id])),
    ]);
    const listIds = (which: (row: ContractRow & Judged) => boolean) => rows.filter(which).map(({ id }) => id);
    const known: Known = {
      lang,
      calendar: await this.calendars.current(),
      payments: await this.clocks.payments(
        reader,
        listIds((row) => row.insider),
      ),
      plans: await this.clocks.plans(
        reader,
        listIds((row) => row.conducted === 'here'),
      ),
    };
    const here = await this.here.views(listIds((row) => row.insider && row.conducted === 'here'));
    return new Map(
      rows.map((found) => {
        const row = toShownRow(found);
        const facts = filterShownFacts(row.insider, (stored.get(row.id) ?? []) as ContractFact[]);
        const ofTender = filterShownFacts(row.insider, (stored.get(row.tender_id) ?? []) as TenderFact[]);
        return [
          row.id,
          {
            ...ContractDto.fromRow(row),
            renewedBy: row.renewed_by,
            serviceLines: row.lines,
            facts: facts.map(FactViewDto.fromFact),
            amendments: row.published_amendments.map(
              ({ reason_code: reasonCode, in_force_on: inForceOn, published_on: publishedOn, ...rest }) => ({
                ...{ ...rest, reasonCode, inForceOn, publishedOn },
              }),
            ),
            deadlines: listDeadlines(row, ofTender, facts, known),
            documentsKept: row.ends && deriveKeeping(row.ends, row.today),
            completeness: missingViews(listShownGaps(row)),
            conflicts: conflictViews(
              filterShownConflicts(row.insider, row.conflicts, facts),
              (c) => conflictText(c.code),
              lang,
            ),
            here: here.get(row.id) ?? null,
            notices: row.insider ? toNoticeViews(row, here.get(row.id) ?? null, lang) : [],
            allowedActions: listActions(row, scope),
          },
        ];
      }),
    );
  }
}

/** What of a contract that was signed elsewhere lies above a maximum; what is signed here is held to it by its guards. */
function toNoticeViews(
  row: ContractRow & Judged,
  here: ConductedContractDto | null,
  lang: Language,
): ContractNoticeDto[] {
  if (here !== null && here.takenOverAt === null) return [];
  const notices = listContractNotices({
    ...{ signedOn: row.signed_on, window: { start: row.window_start, end: row.window_end } },
    ...{ amount: row.amount, budget: row.lot_budget, performanceBond: here?.content.performanceBond ?? null },
  });
  return notices.map(({ code, rule, text }) => ({
    ...{ code, rule: rule?.id ?? null, basis: rule && toRuleBasis(rule) },
    text: text[lang],
  }));
}

/** What the periods of several contracts are derived from. */
interface Known {
  lang: Language;
  calendar: WorkingCalendar;
  payments: ReadonlyMap<string, readonly ClockedPayment[]>;
  plans: ReadonlyMap<string, PlanDue>;
}

/** Periods of law that run for a contract and, for those who are concerned, for each of its payments and amendments. */
function listDeadlines(
  row: ContractRow & Judged,
  ofTender: readonly TenderFact[],
  facts: readonly ContractFact[],
  { lang, calendar, payments, plans }: Known,
): ContractDeadlineDto[] {
  const own = contractClocks(
    { ...row.tender, plan: null, conflicts: [...row.tender.conflicts, ...row.conflicts] },
    { lot: row.lot, ofTender: clockFacts(ofTender), own: clockFacts(facts), days: row },
    calendar,
  )
    .map((clock) => ({ ...DeadlineDto.fromClock(clock, row.today, lang), payment: null, amendment: null }))
    .filter((deadline) => row.insider || isForEverybody(deadline));
  const ofPayments = (payments.get(row.id) ?? []).flatMap((payment) =>
    paymentClocks(row.tender, [payment], calendar).map((clock) => ({
      ...DeadlineDto.fromClock(clock, row.today, lang),
      payment: payment.id,
      amendment: null,
    })),
  );
  const amendments = row.insider && row.conducted === 'here' ? row.amendments : [];
  const ofAmendments = amendmentClocks(row.tender, amendments, calendar).map((clock) => ({
    ...DeadlineDto.fromClock(clock, row.today, lang),
    payment: null,
    amendment: clock.amendment,
  }));
  const plan = plans.get(row.id);
  const ofPlan = (plan === undefined ? [] : [planDeadline(plan, row.today, lang)])
    .filter((deadline) => row.insider || isForEverybody(deadline))
    .map((deadline) => ({ ...deadline, payment: null, amendment: null }));
  return [...own, ...ofPayments, ...ofAmendments, ...ofPlan].sort(inOrder);
}

/** What the caller may do by a seat in one of the parties. */
function listActions(row: ContractRow, scope: Scope): AllowedActionDto[] {
  const { buyer_id: buyer, supplier_id: supplier } = row;
  const chooseBodies = (permission: string) =>
    permission === 'contract.deliver' ? [supplier] : permission === 'contract.sign' ? [buyer, supplier] : [buyer];
  const mine = [...scope.permissions].filter((p) => scope.everything || holdsPermission(scope, p, chooseBodies(p)));
  const caller = { permissions: new Set(mine) };
  const { id, state } = row;
  if (row.conducted === 'here') return linkAllowedActions(contractSubject, state, { id }, caller);
  const record = { action: 'record_facts', method: 'POST', href: `/api/v1/contracts/${id}/facts` } as const;
  return [
    ...(mine.includes('contract.record') ? [record] : []),
    ...linkAllowedActions(recordedContractSubject, state, { id }, caller),
  ];
}

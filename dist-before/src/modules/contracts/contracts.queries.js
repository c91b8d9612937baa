var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { holdsIn } from '../../platform/access/held.js';
import { isWithin } from '../../platform/access/visible.js';
import { WorkingCalendars } from '../../platform/calendar/calendar.store.js';
import { externalIdsOf } from '../../platform/database/external-ids.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { keyset } from '../../platform/http/list.js';
import { signingRests } from '../tenders/signing-rests.sql.js';
import { winnersBond } from '../tenders/bonds.sql.js';
import { DeadlineDto, inOrder, isForEverybody } from '../tenders/deadlines.dto.js';
import { amendmentClocks, amendmentsOf, clockFacts, contractClocks, paymentClocks, } from '../tenders/deadlines.view.js';
import { conflictText } from '../tenders/contradiction.js';
import { factsOfRoots } from '../tenders/facts.store.js';
import { conflictsAmong, conflictViews, FactViewDto, missingViews, shownTo } from '../tenders/tender-view.dto.js';
import { CONTRACT_PARTIES, isInsider, visiblePurchase } from '../tenders/tender.visibility.js';
import { ContractClocks } from './conducted/contract-clocks.js';
import { ContractHereQueries } from './conducted/contract-here.queries.js';
import { contractLifecycle, recordedContractLifecycle } from './contract.lifecycle.js';
import { ContractDto } from './contract-view.dto.js';
const SELECT = `r.*, l.no AS lot, b.name AS buyer_name, s.name AS supplier_name, ${externalIdsOf('contract')}`;
const FROM = `FROM contract r LEFT JOIN lot l ON l.id = r.lot_id LEFT JOIN organisation b ON b.id = r.buyer_id
  LEFT JOIN organisation s ON s.id = r.supplier_id`;
let ContractsQueries = class ContractsQueries {
    transactions;
    here;
    calendars;
    clocks;
    constructor(transactions, here, calendars, clocks) {
        this.transactions = transactions;
        this.here = here;
        this.calendars = calendars;
        this.clocks = clocks;
    }
    async list(scope, query, url) {
        const sql = visiblePurchase(rootFilters(new Sql(), 'contract', query), scope, CONTRACT_PARTIES);
        sql.when(query.tender, (p) => `r.tender_id = ${p}`);
        sql.when(query.buyer, (p) => `r.buyer_id = ${p}`);
        sql.when(query.supplier, (p) => `r.supplier_id = ${p}`);
        sql.when(query.serviceLine, (p) => `r.id IN (SELECT contract_id FROM contract_service_line WHERE service_line_id = ${p})`);
        sql.when(query.category, (p) => `r.category = ${p}`);
        if (query.region)
            sql.and(isWithin(sql, 'r.region', query.region));
        sql.when(query.state, (p) => `r.state = ${p}`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, ContractDto.of);
    }
    async one(scope, id, lang) {
        const sql = new Sql();
        visiblePurchase(sql.and(`r.id = ${sql.p(id)}`), scope, CONTRACT_PARTIES);
        const insider = isInsider(sql, scope, CONTRACT_PARTIES);
        const [row] = await this.transactions.reader.query(`SELECT ${SELECT}, coalesce(${insider}, false) AS insider, business_today()::text AS today,
         r.published_on::text AS published_on, r.filed_on::text AS filed_on, ${signingRests('r.lot_id', 'r.tender_id')} AS rests, ${amendmentsOf('r.id')} AS amendments, ${winnersBond('r.award_id', 'r.lot_id')} AS bond,
         (SELECT jsonb_build_object('conducted', t.conducted, 'state', t.state, 'method', t.method,
            'budget_level', t.budget_level, 'region', t.region,
            'conflicts', t.conflicts) FROM tender t WHERE t.id = r.tender_id) AS tender,
         ARRAY(SELECT service_line_id FROM contract_service_line WHERE contract_id = r.id ORDER BY 1) AS lines
       ${FROM} WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        const stored = await factsOfRoots(this.transactions.reader, [id, row.tender_id]);
        const facts = shownTo(row.insider, (stored.get(id) ?? []));
        const ofTender = shownTo(row.insider, (stored.get(row.tender_id) ?? []));
        return {
            ...ContractDto.of(row),
            serviceLines: row.lines,
            facts: facts.map(FactViewDto.of),
            deadlines: await this.deadlines(row, ofTender, facts, lang),
            completeness: missingViews(row.completeness),
            conflicts: conflictViews(conflictsAmong(row.insider, row.conflicts, facts), (c) => conflictText(c.code), lang),
            here: row.insider && row.conducted === 'here' ? await this.here.view(id) : null,
            allowedActions: actionsFor(row, scope),
        };
    }
    /** Periods of law that run for a contract and, for those who are concerned, for each of its payments and amendments. */
    async deadlines(row, ofTender, facts, lang) {
        const calendar = await this.calendars.current();
        const own = contractClocks({ ...row.tender, plan: null, conflicts: [...row.tender.conflicts, ...row.conflicts] }, { lot: row.lot, ofTender: clockFacts(ofTender), own: clockFacts(facts), days: row }, calendar)
            .map((clock) => ({ ...DeadlineDto.of(clock, row.today, lang), payment: null, amendment: null }))
            .filter((deadline) => row.insider || isForEverybody(deadline));
        const payments = row.insider ? await this.clocks.payments(this.transactions.reader, row.id) : [];
        const ofPayments = payments.flatMap((payment) => paymentClocks(row.tender, [payment], calendar).map((clock) => ({
            ...DeadlineDto.of(clock, row.today, lang),
            payment: payment.id,
            amendment: null,
        })));
        const amendments = row.insider && row.conducted === 'here' ? row.amendments : [];
        const ofAmendments = amendmentClocks(row.tender, amendments, calendar).map((clock) => ({
            ...DeadlineDto.of(clock, row.today, lang),
            payment: null,
            amendment: clock.amendment,
        }));
        return [...own, ...ofPayments, ...ofAmendments].sort(inOrder);
    }
};
ContractsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        ContractHereQueries,
        WorkingCalendars,
        ContractClocks])
], ContractsQueries);
export { ContractsQueries };
/** What the caller may do by a seat in one of the parties. */
function actionsFor(row, scope) {
    const { buyer_id: buyer, supplier_id: supplier } = row;
    const bodiesOf = (permission) => permission === 'contract.deliver' ? [supplier] : permission === 'contract.sign' ? [buyer, supplier] : [buyer];
    const mine = [...scope.permissions].filter((p) => scope.everything || holdsIn(scope, p, bodiesOf(p)));
    if (row.conducted === 'elsewhere')
        return [
            ...(mine.includes('contract.record') ? ['record_facts'] : []),
            ...allowedActions(recordedContractLifecycle, row.state, { permissions: new Set(mine) }),
        ];
    return allowedActions(contractLifecycle, row.state, { permissions: new Set(mine) });
}
//# sourceMappingURL=contracts.queries.js.map
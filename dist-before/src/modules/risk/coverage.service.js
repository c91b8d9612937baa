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
import { PUBLIC } from '../../platform/access/principal.js';
import { scopeOf } from '../../platform/access/scope.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { LineOutlooks } from '../surveys/line-outlooks.js';
import { CONTRACT_PARTIES, TENDER_PARTIES, visiblePurchase } from '../tenders/tender.visibility.js';
import { coverageOf } from './coverage.rules.js';
import { concernsLine, isFew } from './line-insiders.js';
import { loadRegister, withMonths } from './line-register.js';
import { leftFrom, nextOf } from './next.rules.js';
import { loadLines } from './loading/line.loader.js';
import { RiskEngine } from './risk.engine.js';
/**
 * Coverage is a fact of the line, not a finding about a body: it is public. Who serves by a contract that was not published
 * is for those whom it concerns; that somebody serves is not hidden.
 */
let CoverageService = class CoverageService {
    transactions;
    engine;
    outlooks;
    constructor(transactions, engine, outlooks) {
        this.transactions = transactions;
        this.engine = engine;
        this.outlooks = outlooks;
    }
    onModuleInit() {
        this.outlooks.contribute((line) => this.of(scopeOf(PUBLIC), line, null));
    }
    /** As of the day asked for, else today; never past what the line's dataset knows. */
    async of(scope, line, asOf) {
        const { facts, register, concerned, visible, today, calendar } = await this.known(scope, line);
        const asked = { ...facts, asOf: asOf ?? today };
        const coverage = coverageOf(asked, register);
        const tender = await this.tenderAhead(scope, asked);
        const next = nextOf(asked, coverage.successor, tender, calendar);
        return shownTo(visible, concerned, coverage, next);
    }
    /** What is known of a line, and what of it may be told to the caller. */
    async known(scope, line) {
        const { reader } = this.transactions;
        const query = (sql, params) => reader.query(sql, params);
        const context = await this.engine.context({ query });
        const [loaded] = await loadLines({ query }, [line], context);
        const found = loaded?.facts.service_line;
        if (found === undefined)
            throw new Problem('not_found');
        const register = await loadRegister(reader, line);
        const facts = withMonths(found, register);
        const visible = await this.visible(scope, facts.contracts.map((c) => c.id));
        return { facts, register, visible, concerned: await concernsLine(reader, scope, line), ...context };
    }
    /** The first tender for the days after what is signed that the caller may see and that has not led to a contract. */
    async tenderAhead(scope, line) {
        const from = leftFrom(line);
        if (from === null)
            return null;
        const sql = new Sql();
        visiblePurchase(sql, scope, TENDER_PARTIES)
            .and(`l.service_line_id = ${sql.p(line.subject.id)} AND r.dataset = ${sql.p(line.dataset)}`)
            .and(`coalesce(r.state, '') NOT IN ('contracted', 'failed', 'cancelled')`)
            // What was to end before is no successor; a tender recorded elsewhere without a window may be long over.
            .and(`CASE WHEN r.window_end IS NULL THEN r.conducted = 'here' ELSE latest_day(r.window_end) >= ${sql.p(from)}::date END`);
        const [tender] = await this.transactions.reader.query(`SELECT r.id, r.state, r.window_start AS start FROM tender r JOIN tender_service_line l ON l.tender_id = r.id
       WHERE ${sql.where} ORDER BY r.window_start, r.id LIMIT 1`, sql.params);
        return tender ?? null;
    }
    /** Of these contracts, those that the caller may see. */
    async visible(scope, contracts) {
        const sql = new Sql();
        visiblePurchase(sql.and(`r.id = ANY (${sql.p(contracts)}::uuid[])`), scope, CONTRACT_PARTIES);
        const rows = await this.transactions.reader.query(`SELECT r.id FROM contract r WHERE ${sql.where}`, sql.params);
        return new Set(rows.map((row) => row.id));
    }
};
CoverageService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        RiskEngine,
        LineOutlooks])
], CoverageService);
export { CoverageService };
function shownTo(visible, concerned, coverage, next) {
    const shown = (contract) => (visible.has(contract) ? contract : null);
    return {
        ...coverage,
        spells: coverage.spells.map((spell) => ({
            ...spell,
            contract: shown(spell.contract),
            agency: visible.has(spell.contract) ? spell.agency : null,
        })),
        gaps: coverage.gaps.map((gap) => ({
            ...gap,
            recipientsAffected: !concerned && isFew(gap.recipientsAffected) ? null : gap.recipientsAffected,
        })),
        overlaps: coverage.overlaps.map((overlap) => ({ ...overlap, contracts: overlap.contracts.map(shown) })),
        next: { ...next, contract: next.contract === null ? null : shown(next.contract) },
        successor: coverage.successor && { ...coverage.successor, contract: shown(coverage.successor.contract) },
        excluded: coverage.excluded.map((contract) => ({ ...contract, contract: shown(contract.contract) })),
    };
}
//# sourceMappingURL=coverage.service.js.map
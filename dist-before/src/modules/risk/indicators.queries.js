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
import { Transactions } from '../../platform/database/transactions.js';
import { percent } from '../../platform/money/money.js';
import { indicatorCards } from './registry.js';
/** The figures are public and cost a pass over an index: within this time they are counted once. */
const KEEP_MS = 2000;
/** The catalogue with what became of it: how often each rule could speak, and what reviewers made of its flags. */
let IndicatorsQueries = class IndicatorsQueries {
    transactions;
    counted;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(lang) {
        const { states, dispositions } = await this.counts();
        return indicatorCards().map((card) => ({
            ...card,
            subjectTypes: [...card.subjectTypes],
            parameters: card.parameters.map((parameter) => ({ ...parameter })),
            title: card.title[lang],
            description: card.description[lang],
            limitation: card.limitation[lang],
            coverage: coverageOf(states.filter((row) => row.indicator === card.id)),
            precision: precisionOf(dispositions.filter((row) => row.indicator === card.id)),
        }));
    }
    counts() {
        const now = performance.now();
        if (this.counted !== undefined && now - this.counted.at < KEEP_MS)
            return this.counted.counts;
        const counts = this.count();
        this.counted = { at: now, counts };
        counts.catch(() => (this.counted = undefined));
        return counts;
    }
    async count() {
        const [states, dispositions] = await Promise.all([
            this.transactions.reader.query(`SELECT indicator, dataset, state, count(*)::integer AS n FROM assessment GROUP BY 1, 2, 3`),
            this.transactions.reader.query(`SELECT indicator, dataset, state, count(*)::integer AS n FROM flag
         WHERE state IN ('explained', 'confirmed', 'data_error', 'dismissed') GROUP BY 1, 2, 3`),
        ]);
        return { states, dispositions };
    }
};
IndicatorsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], IndicatorsQueries);
export { IndicatorsQueries };
/** Datasets are never mixed. */
const datasetsOf = (rows) => [...new Set(rows.map((r) => r.dataset))].sort();
function coverageOf(rows) {
    const count = (dataset, state) => rows.find((row) => row.dataset === dataset && row.state === state)?.n ?? 0;
    return datasetsOf(rows).map((dataset) => ({
        dataset,
        triggered: count(dataset, 'triggered'),
        clear: count(dataset, 'clear'),
        insufficientData: count(dataset, 'insufficient_data'),
        notApplicable: count(dataset, 'not_applicable'),
    }));
}
function precisionOf(rows) {
    const count = (dataset, state) => rows.find((row) => row.dataset === dataset && row.state === state)?.n ?? 0;
    return datasetsOf(rows).map((dataset) => {
        const [confirmed, explained] = [count(dataset, 'confirmed'), count(dataset, 'explained')];
        const [dataError, dismissed] = [count(dataset, 'data_error'), count(dataset, 'dismissed')];
        const decided = confirmed + explained + dataError + dismissed;
        return { dataset, confirmed, explained, dataError, dismissed, precision: percent(confirmed, decided) };
    });
}
//# sourceMappingURL=indicators.queries.js.map
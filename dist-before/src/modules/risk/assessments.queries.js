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
import { CREATION } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { keyset } from '../../platform/http/list.js';
import { AssessmentDto } from './assessment.dto.js';
import { isOverseen } from './flag.visibility.js';
import { labelOf } from './labels.sql.js';
/** Findings name bodies: they are read by who oversees the region, by nobody else. */
let AssessmentsQueries = class AssessmentsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    async list(scope, query, url, lang) {
        const sql = new Sql();
        sql.and(isOverseen(sql, scope, 'r.region'));
        const [type, id] = query.subject?.toLowerCase().split(':') ?? [];
        sql.when(type, (p) => `r.subject_type = ${p}`);
        sql.when(id, (p) => `r.subject_id = ${p}::uuid`);
        sql.when(query.dataset, (p) => `r.dataset = ${p}`);
        sql.when(query.indicator, (p) => `r.indicator = ${p}`);
        sql.when(query.state, (p) => `r.state = ${p}`);
        const page = keyset(query, CREATION, 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT r.id, r.dataset, r.indicator, r.version, r.severity, r.subject_type, r.subject_id,
         ${labelOf('r.subject_type', 'r.subject_id')} AS label, r.state, r.value, r.threshold, r.unit, r.p_value, r.title,
         r.explanation, r.limitation, r.basis, r.evidence, r.reason, r.inputs_hash, r.assessed_at, ${page.select}
       FROM assessment r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => AssessmentDto.of(row, lang));
    }
};
AssessmentsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], AssessmentsQueries);
export { AssessmentsQueries };
//# sourceMappingURL=assessments.queries.js.map
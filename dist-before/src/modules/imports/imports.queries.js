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
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { ImportDto, RejectDto } from './imports.dto.js';
let ImportsQueries = class ImportsQueries {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    /** Whoever sent it, and their body's people. */
    async one(principal, id) {
        const [row] = await this.transactions.reader.query(`SELECT * FROM import WHERE id = $1 AND (created_by = $2 OR organisation_id = ANY($3::uuid[]))`, [id, principal.id, principal.seats.map((s) => s.organisation)]);
        if (!row)
            throw new Problem('not_found');
        return ImportDto.of(row);
    }
    /** Every reject of an import, for commands; some at a time. */
    async *allRejects(id) {
        for (let last = 0;;) {
            const rows = await this.transactions.reader.query(`SELECT line, row_id, errors, raw FROM import_reject WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT 500`, [id, last]);
            yield* rows;
            const line = rows.at(-1)?.line;
            if (line === undefined)
                return;
            last = line;
        }
    }
    async rejects(principal, id, query, url, lang) {
        await this.one(principal, id);
        const sql = new Sql();
        sql.and(`r.import_id = ${sql.p(id)}`);
        const page = keyset(query, [{ column: 'r.line', type: 'integer' }], 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT r.line, r.row_id, r.errors, r.raw, ${page.select} FROM import_reject r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => RejectDto.of(row, lang));
    }
};
ImportsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ImportsQueries);
export { ImportsQueries };
//# sourceMappingURL=imports.queries.js.map
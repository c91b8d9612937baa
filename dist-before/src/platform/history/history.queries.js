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
import { parseRecord } from '../audit/audit.chain.js';
import { WithheldActors } from '../audit/withheld-actors.js';
import { Sql } from '../database/sql.js';
import { Transactions } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { keyset } from '../http/list.js';
import { visibleRows } from '../outbox/visible.js';
/** Its words come from the sealed bytes; a row whose bytes are not ours shows what its columns say and no words. */
function view(row) {
    const record = parseRecord(row.canonical);
    return {
        seq: row.seq,
        at: row.at.toISOString(),
        action: row.action,
        actor: { kind: row.actor_kind, id: row.withheld ? null : row.actor_id },
        from: record?.from ?? null,
        to: record?.to ?? null,
        reason: row.concerned ? (record?.reason ?? null) : null,
        data: record?.data ?? {},
    };
}
let HistoryQueries = class HistoryQueries {
    transactions;
    withheld;
    constructor(transactions, withheld) {
        this.transactions = transactions;
        this.withheld = withheld;
    }
    /** What happened to one object, oldest first, as far as the caller may see it; nothing visible is 404. */
    async list(scope, query, url) {
        const colon = query.subject.indexOf(':');
        const sql = new Sql();
        sql.and(`e.aggregate_type = ${sql.p(query.subject.slice(0, colon))}`);
        sql.and(`e.aggregate_id = ${sql.p(query.subject.slice(colon + 1))}`);
        visibleRows(scope, 'e', sql);
        const concerned = scope.everything ? 'true' : notOnlyPublic(scope, sql);
        const withheld = this.withheld.of(sql, scope, 'e');
        const page = keyset(query, [{ column: 'e.seq', type: 'integer' }], 'ASC', sql);
        const rows = await this.transactions.reader.query(`SELECT e.seq, e.at, e.action, e.actor_kind, e.actor_id, e.canonical, ${concerned} AS concerned,
         ${withheld} AS withheld, ${page.select}
       FROM audit_entry e WHERE ${sql.where} ${page.order}`, sql.params);
        if (rows.length === 0 && query.cursor === undefined)
            throw new Problem('not_found');
        return page.list(rows, url, view);
    }
};
HistoryQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        WithheldActors])
], HistoryQueries);
export { HistoryQueries };
function notOnlyPublic(scope, sql) {
    const mine = `e.tenants && ${sql.p(scope.organisations)}::uuid[]`;
    const watched = `coalesce(e.region LIKE ANY (${sql.p(scope.regions.map((r) => `${r}%`))}::text[]), false)`;
    return `(${mine} OR ${watched})`;
}
//# sourceMappingURL=history.queries.js.map
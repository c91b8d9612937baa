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
import { DataSource } from 'typeorm';
import { Sql } from '../database/sql.js';
import { keyset } from '../http/list.js';
import { visibleRows } from '../outbox/visible.js';
import { AuditEntryDto } from './audit.dto.js';
import { WithheldActors } from './withheld-actors.js';
let AuditQueries = class AuditQueries {
    dataSource;
    withheld;
    constructor(dataSource, withheld) {
        this.dataSource = dataSource;
        this.withheld = withheld;
    }
    /** Newest first. */
    async entries(scope, query, url) {
        const sql = visibleRows(scope, 'e', new Sql());
        const withheld = this.withheld.of(sql, scope, 'e');
        sql.when(query.subject, (p) => `e.aggregate_type = split_part(${p}, ':', 1)`);
        sql.when(query.subject, (p) => `e.aggregate_id = substr(${p}, strpos(${p}, ':') + 1)`);
        // Asked by name, a row that keeps its name back would tell it.
        sql.when(query.actor, (p) => `e.actor_id = ${p} AND NOT ${withheld}`);
        sql.when(query.action, (p) => `e.action = ${p}`);
        sql.when(query.dataset, (p) => `e.dataset = ${p}`);
        const page = keyset(query, [{ column: 'e.id', type: 'bigint' }], 'DESC', sql);
        const rows = await this.dataSource.query(`SELECT e.id, e.aggregate_type, e.aggregate_id, e.seq, e.at, e.action, e.actor_kind, e.actor_id, e.dataset,
              e.canonical, e.seal, ${withheld} AS withheld, ${page.select}
       FROM audit_entry e WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => AuditEntryDto.of(row));
    }
};
AuditQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [DataSource,
        WithheldActors])
], AuditQueries);
export { AuditQueries };
//# sourceMappingURL=audit.queries.js.map
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
import { visibleRows } from './visible.js';
import { Watch } from './watch.js';
/** Positions one statement looks through: a tenant with few events does not scan the whole feed in one go. */
const WINDOW = 10000n;
/** How long one request goes on looking through windows; what is left is the next page's. */
const SCAN_MS = 1_000;
const LOOK_MS = 100;
/** Reads the outbox by position: nothing is lost, nothing repeated, whatever else is writing. */
let Feed = class Feed {
    dataSource;
    watch;
    constructor(dataSource) {
        this.dataSource = dataSource;
        this.watch = new Watch(() => this.head(), LOOK_MS);
    }
    /** Long polls end at once, so that a server that stops does not wait for them. */
    onModuleDestroy() {
        this.watch.close();
    }
    async head() {
        const rows = await this.dataSource.query(`SELECT coalesce(max(position), 0) AS head FROM outbox`);
        return BigInt(rows[0]?.head ?? 0);
    }
    async read(scope, request) {
        const deadline = Date.now() + request.waitMs;
        let position = request.after;
        for (;;) {
            const page = await this.scan(scope, request, position);
            const left = deadline - Date.now();
            if (page.rows.length > 0 || page.more || left <= 0 || request.signal.aborted)
                return page;
            position = page.position;
            if (!(await this.watch.beyond(position, left, request.signal)))
                return page;
        }
    }
    async scan(scope, request, from) {
        const head = await this.head();
        const until = Date.now() + SCAN_MS;
        const rows = [];
        let position = from;
        while (position < head && rows.length < request.limit && Date.now() < until) {
            const end = position + WINDOW < head ? position + WINDOW : head;
            const wanted = request.limit - rows.length;
            const found = await this.window(scope, position, end, wanted, request.dataset);
            rows.push(...found);
            const last = found.at(-1);
            position = found.length === wanted && last ? BigInt(last.position) : end;
        }
        return { rows, position, more: position < head };
    }
    window(scope, after, end, limit, dataset) {
        const sql = new Sql();
        sql.and(`o.position > ${sql.p(after.toString())} AND o.position <= ${sql.p(end.toString())}`);
        sql.when(dataset, (p) => `o.dataset = ${p}`);
        visibleRows(scope, 'o', sql);
        return this.dataSource.query(`SELECT o.position, o.aggregate_type, o.aggregate_id, o.action, o.at, o.payload, o.dataset
       FROM outbox o WHERE ${sql.where} ORDER BY o.position LIMIT ${limit}`, sql.params);
    }
};
Feed = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [DataSource])
], Feed);
export { Feed };
//# sourceMappingURL=feed.js.map
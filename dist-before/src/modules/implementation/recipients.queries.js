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
import { bodiesWith } from '../../platform/access/held.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { RecipientNames } from './recipient-names.js';
import { numberOf } from './recipient.rules.js';
const COLUMNS = `r.id, r.version, r.service_line_id, r.no, r.holder_id, r.contract_id, r.community_id, r.name,
  r.since::text AS since, r.until::text AS until`;
/** Bodies in which the caller serves: by recording what is done, or, a community, by having taken recipients over. */
const servingBodies = (principal) => [
    ...new Set(['service.record', 'handover.receive'].flatMap((permission) => bodiesWith(principal, permission))),
];
/** Recipients that the caller's bodies serve, or whose service they buy; to everybody else they are not there. */
export const mineToRead = (principal) => (sql) => {
    const serving = sql.p(servingBodies(principal));
    const buying = sql.p(bodiesWith(principal, 'contract.read'));
    return sql.and(`r.holder_id = ANY (${serving}::uuid[])
      OR EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id AND c.buyer_id = ANY (${buying}::uuid[]))`);
};
let RecipientsQueries = class RecipientsQueries {
    transactions;
    names;
    constructor(transactions, names) {
        this.transactions = transactions;
        this.names = names;
    }
    async list(principal, line, query, url) {
        const { reader } = this.transactions;
        const lines = await reader.query(`SELECT FROM service_line WHERE id = $1`, [line]);
        if (lines.length === 0)
            throw new Problem('not_found');
        const sql = mineToRead(principal)(new Sql());
        sql.and(`r.service_line_id = ${sql.p(line)}`);
        sql.when(query.contract, (p) => `r.contract_id = ${p}`);
        const order = [
            { column: 'r.no', type: 'integer' },
            { column: 'r.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await reader.query(`SELECT ${COLUMNS}, ${page.select} FROM recipient r WHERE ${sql.where} ${page.order}`, sql.params);
        return page.list(rows, url, (row) => this.view(row, principal));
    }
    async one(principal, id) {
        const sql = mineToRead(principal)(new Sql());
        sql.and(`r.id = ${sql.p(id)}`);
        const [row] = await this.transactions.reader.query(`SELECT ${COLUMNS} FROM recipient r WHERE ${sql.where}`, sql.params);
        if (!row)
            throw new Problem('not_found');
        return this.view(row, principal);
    }
    view(row, principal) {
        const serves = servingBodies(principal).includes(row.holder_id);
        return {
            id: row.id,
            version: row.version,
            serviceLine: row.service_line_id,
            number: numberOf(row.no),
            displayName: serves ? this.names.read(row.id, row.name) : null,
            community: row.community_id,
            servedBy: row.holder_id,
            contract: row.contract_id,
            since: row.since,
            until: row.until,
        };
    }
};
RecipientsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        RecipientNames])
], RecipientsQueries);
export { RecipientsQueries };
//# sourceMappingURL=recipients.queries.js.map
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
import { randomUUID } from 'node:crypto';
import { holdsIn } from '../../platform/access/held.js';
import { lockKept } from '../../platform/database/kept.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { RecipientNames } from './recipient-names.js';
import { mineToRead } from './recipients.queries.js';
import { lockServed, toItsParties } from './served-contract.js';
/** Whom a line serves. Who they are is known to the agency that serves them; nothing that is recorded here names them. */
let RecipientsService = class RecipientsService {
    transactions;
    names;
    constructor(transactions, names) {
        this.transactions = transactions;
        this.names = names;
    }
    register(principal, line, dto) {
        return this.transactions.run(principal, async (tx) => {
            const { contract, today } = await lockServed(tx, dto.contract);
            const [served] = await tx.query(`SELECT FROM contract_service_line WHERE contract_id = $1 AND service_line_id = $2`, [contract.id, line]);
            if (!served)
                throw new Problem('not_found');
            await mustBeOfLine(tx, line, dto.community);
            const since = dto.since ?? today;
            if (since > today)
                throw invalid('/since', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
            // One number after another along the line, whoever registers.
            await tx.query(`SELECT FROM service_line WHERE id = $1 FOR NO KEY UPDATE`, [line]);
            const id = randomUUID();
            await tx.query(`INSERT INTO recipient (id, dataset, service_line_id, no, holder_id, contract_id, community_id, name, since)
         SELECT $1, $2, $3, coalesce(max(no), 0) + 1, $4, $5, $6, $7, $8 FROM recipient WHERE service_line_id = $3`, [
                id,
                contract.dataset,
                line,
                contract.supplier_id,
                contract.id,
                dto.community ?? null,
                this.names.cover(id, dto.displayName),
                since,
            ]);
            await tx.record({
                ...toItsParties(contract),
                aggregate: 'recipient',
                id,
                action: 'registered',
                data: { serviceLine: line, contract: contract.id },
            });
            return id;
        });
    }
    change(principal, line, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const reach = { visible: mineToRead(principal), kept: mineToRead(principal) };
            const recipient = await lockKept(tx, 'recipient', id, reach, version);
            if (recipient.service_line_id !== line)
                throw new Problem('not_found');
            if (!holdsIn(principal, 'service.record', [recipient.holder_id]))
                throw new Problem('not_permitted');
            await mustBeOfLine(tx, line, dto.community);
            const [row] = await tx.query(`SELECT $2::date < r.since AS early, r.until::text, c.buyer_id, c.region
         FROM recipient r JOIN contract c ON c.id = r.contract_id WHERE r.id = $1`, [id, dto.until ?? null]);
            if (row?.early)
                throw invalid('/until', 'too_early', { en: 'Lies before the first day', zh: '早于起始日期' });
            const before = {
                displayName: this.names.read(id, recipient.name),
                community: recipient.community_id,
                until: row?.until ?? null,
            };
            const fields = ['displayName', 'community', 'until'].filter((field) => dto[field] !== undefined && dto[field] !== before[field]);
            if (fields.length === 0)
                return;
            await tx.query(`UPDATE recipient SET name = coalesce($2, name),
           community_id = CASE WHEN $3 THEN $4::uuid ELSE community_id END,
           until = CASE WHEN $5 THEN $6::date ELSE until END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
                id,
                dto.displayName === undefined ? null : this.names.cover(id, dto.displayName),
                dto.community !== undefined,
                dto.community ?? null,
                dto.until !== undefined,
                dto.until ?? null,
            ]);
            await tx.record({
                aggregate: 'recipient',
                id,
                action: 'changed',
                dataset: recipient.dataset,
                region: row?.region ?? null,
                tenants: [recipient.holder_id, ...(row ? [row.buyer_id] : [])],
                // Which, never what: a name in an event would be readable for ever.
                data: { fields },
            });
        });
    }
};
RecipientsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        RecipientNames])
], RecipientsService);
export { RecipientsService };
async function mustBeOfLine(tx, line, community) {
    if (!community)
        return;
    const [found] = await tx.query(`SELECT FROM service_line_community WHERE service_line_id = $1 AND community_id = $2`, [line, community]);
    if (!found)
        throw invalid('/community', 'not_of_this_line', { en: 'No community of this line', zh: '不是该服务线的社区' });
}
//# sourceMappingURL=recipients.service.js.map
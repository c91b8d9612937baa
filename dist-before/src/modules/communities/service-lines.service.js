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
import { actingBody } from '../../platform/access/acting.js';
import { scopeFor } from '../../platform/access/scope.js';
import { isMine } from '../../platform/access/visible.js';
import { addExternalIds, rootByExternalId, withExternalId, } from '../../platform/database/external-ids.js';
import { lockKept, mustBeInDataset } from '../../platform/database/kept.js';
import { changeData, changedColumns, writeChanges } from '../../platform/database/merge-patch.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { changeOfLine, serviceLineRow } from './service-lines.queries.js';
/** Everybody sees a line; the body that answers for it changes it. */
const reach = (principal) => {
    const scope = scopeFor(principal, 'line.manage');
    return { kept: (sql) => sql.and(isMine(sql, scope, 'r.responsible_id')), visible: (sql) => sql };
};
function mustEndAfterStart(line) {
    for (const [field, day] of [
        ['until', line.until],
        ['knownUntil', line.knownUntil],
    ])
        if (day && day < line.since)
            throw new Problem('end_before_start', {
                errors: [
                    { pointer: `/${field}`, code: 'end_before_start', text: { en: 'Before `since`', zh: '早于开始日期' } },
                ],
            });
}
let ServiceLinesService = class ServiceLinesService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    create(principal, dto) {
        const responsible = actingBody(principal, 'line.manage', dto.responsible, '/responsible');
        mustEndAfterStart(dto);
        return this.transactions.run(principal, async (tx) => {
            const dataset = dto.dataset ?? 'live';
            const communities = dto.communities ?? [];
            await mustBeInDataset(tx, 'community', dataset, communities, (i) => `/communities/${i}`);
            const [row] = await tx.query(`INSERT INTO service_line (dataset, name, category, target_group, region, responsible_id, since, until, known_until, assumption)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`, [
                dataset,
                dto.name,
                dto.category,
                dto.targetGroup ?? null,
                dto.region ?? null,
                responsible,
                dto.since,
                dto.until ?? null,
                dto.knownUntil ?? null,
                dto.assumption ? JSON.stringify({ en: dto.assumption.en, zh: dto.assumption.zh }) : null,
            ]);
            const { id } = row;
            await tx.query(`INSERT INTO service_line_community (service_line_id, community_id) SELECT $1, unnest($2::uuid[])`, [id, communities]);
            await addExternalIds(tx, 'service_line', dataset, id, dto.externalIds);
            const line = await serviceLineRow(tx.manager, id);
            await tx.record({
                ...(await changeOfLine(tx, line)),
                action: 'created',
                to: line.state,
                data: { name: dto.name },
            });
            return id;
        });
    }
    /** Creates or changes the line that another system calls so; the same body twice is the same answer. */
    put(principal, external, dto) {
        return this.transactions.run(principal, async (tx) => {
            const known = await rootByExternalId(tx, 'service_line', dto.dataset ?? 'live', external);
            if (known === null)
                return this.create(principal, { ...dto, externalIds: withExternalId(dto.externalIds, external) });
            await this.change(principal, known, undefined, dto);
            if (dto.communities)
                await this.setCommunities(tx, known, dto.communities);
            return known;
        });
    }
    async setCommunities(tx, id, communities) {
        const before = await serviceLineRow(tx.manager, id);
        const given = [...new Set(communities.map((c) => c.toLowerCase()))].sort();
        const stored = before.communities.map((c) => c.id).sort();
        if (given.join() === stored.join())
            return;
        await mustBeInDataset(tx, 'community', before.dataset, communities, (i) => `/communities/${i}`);
        await tx.query(`WITH gone AS (DELETE FROM service_line_community WHERE service_line_id = $1 AND NOT (community_id = ANY ($2::uuid[])))
       INSERT INTO service_line_community (service_line_id, community_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`, [id, given]);
        await writeChanges(tx, 'service_line', id, {});
        await tx.record({
            ...(await changeOfLine(tx, await serviceLineRow(tx.manager, id))),
            action: 'communities_set',
            data: { from: stored, to: given },
        });
    }
    change(principal, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            await lockKept(tx, 'service_line', id, reach(principal), version);
            const before = await serviceLineRow(tx.manager, id);
            const changed = changedColumns(before, {
                name: dto.name,
                category: dto.category,
                target_group: dto.targetGroup,
                region: dto.region,
                since: dto.since,
                until: dto.until,
                known_until: dto.knownUntil,
            });
            if (Object.keys(changed).length === 0)
                return;
            // What is recorded of elsewhere tells when it ended; what is kept here ends by its decision.
            if (before.dataset === 'live' && 'until' in changed)
                throw new Problem('line_ends_by_decision');
            mustEndAfterStart({
                since: dto.since ?? before.since,
                until: dto.until === undefined ? before.until : dto.until,
                knownUntil: dto.knownUntil === undefined ? before.known_until : dto.knownUntil,
            });
            await writeChanges(tx, 'service_line', id, changed);
            const after = await serviceLineRow(tx.manager, id);
            await tx.record({
                ...(await changeOfLine(tx, after)),
                action: 'changed',
                ...(before.state !== after.state && { from: before.state, to: after.state }),
                data: changeData(changed),
            });
        });
    }
};
ServiceLinesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ServiceLinesService);
export { ServiceLinesService };
//# sourceMappingURL=service-lines.service.js.map
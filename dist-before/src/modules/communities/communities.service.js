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
import { addExternalIds } from '../../platform/database/external-ids.js';
import { lockKept, mustBeInDataset } from '../../platform/database/kept.js';
import { changeData, changedColumns, writeChanges } from '../../platform/database/merge-patch.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
/** Everybody sees a community; its committee and the body that keeps the record change it. */
const reach = (principal) => {
    const scope = scopeFor(principal, 'community.manage');
    return {
        kept: (sql) => sql.and(`${isMine(sql, scope, 'r.owner_id')} OR ${isMine(sql, scope, 'r.committee_id')}`),
        visible: (sql) => sql,
    };
};
const changeOf = (row) => ({
    aggregate: 'community',
    id: row.id,
    dataset: row.dataset,
    region: row.region,
    tenants: [row.owner_id, row.committee_id].filter((t) => t !== null),
    public: true,
});
let CommunitiesService = class CommunitiesService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    create(principal, dto) {
        const owner = actingBody(principal, 'community.manage', dto.owner, '/owner');
        return this.transactions.run(principal, async (tx) => {
            const dataset = dto.dataset ?? 'live';
            await mustBeInDataset(tx, 'organisation', dataset, [dto.committee], () => '/committee');
            const [row] = await tx.query(`INSERT INTO community (dataset, name, region, kind, households, residents_60, children, disabled, committee_id, owner_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING *`, [
                dataset,
                dto.name,
                dto.region,
                dto.kind ?? null,
                dto.households ?? null,
                dto.residents60 ?? null,
                dto.children ?? null,
                dto.disabled ?? null,
                dto.committee ?? null,
                owner,
            ]);
            if (!row)
                throw new Problem('conflict', {
                    errors: [
                        {
                            pointer: '/name',
                            code: 'not_unique',
                            text: { en: 'The region has a community of this name', zh: '该地区已有同名社区' },
                        },
                    ],
                });
            await addExternalIds(tx, 'community', dataset, row.id, dto.externalIds);
            await tx.record({ ...changeOf(row), action: 'created', data: { name: dto.name } });
            return row.id;
        });
    }
    change(principal, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const row = await lockKept(tx, 'community', id, reach(principal), version);
            await mustBeInDataset(tx, 'organisation', row.dataset, [dto.committee], () => '/committee');
            const changed = changedColumns(row, {
                name: dto.name,
                region: dto.region,
                kind: dto.kind,
                households: dto.households,
                residents_60: dto.residents60,
                children: dto.children,
                disabled: dto.disabled,
                committee_id: dto.committee,
            });
            if (Object.keys(changed).length === 0)
                return;
            await writeChanges(tx, 'community', id, changed);
            await tx.record({ ...changeOf(row), action: 'changed', data: changeData(changed) });
        });
    }
};
CommunitiesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], CommunitiesService);
export { CommunitiesService };
//# sourceMappingURL=communities.service.js.map
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
import { heldIn } from '../../platform/access/held.js';
import { scopeFor, scopeOf } from '../../platform/access/scope.js';
import { isMine } from '../../platform/access/visible.js';
import { addExternalIds } from '../../platform/database/external-ids.js';
import { lockKept, mustBeInDataset } from '../../platform/database/kept.js';
import { changeData, changedColumns, writeChanges } from '../../platform/database/merge-patch.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { parseYuan } from '../../platform/money/money.js';
import { sourceOf } from '../organisations/source.dto.js';
import { DEFAULT_CALENDAR } from './calendar-template.js';
import { programmeLifecycle } from './programme.lifecycle.js';
import { visibleProgramme } from './programmes.queries.js';
/** What the caller only sees, or keeps by a seat that gives nothing of this, is not the caller's to change. */
const reach = (principal, permission) => {
    const scope = scopeOf(principal);
    const keeping = permission === undefined ? scope : scopeFor(principal, permission);
    return {
        kept: (sql) => sql.and(isMine(sql, keeping, 'r.buyer_id')),
        visible: (sql) => visibleProgramme(sql, scope),
    };
};
const changeOf = (row) => ({
    aggregate: 'programme',
    id: row.id,
    dataset: row.dataset,
    region: row.region,
    tenants: [row.buyer_id],
});
/** One that was approved here is changed after `adjust` only, and approved anew; a closed one never. */
function mustBeOpenToChange(row) {
    if (row.state === 'closed' || (row.state === 'approved' && row.approved_at !== null))
        throw new Problem('wrong_state', { facts: { state: row.state, action: 'change' } });
}
let ProgrammesService = class ProgrammesService {
    transactions;
    registry;
    constructor(transactions, registry) {
        this.transactions = transactions;
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.register(programmeLifecycle);
        this.registry.contribute('budget_line_missing', async (tx, id) => {
            const rows = await tx.query(`SELECT FROM budget_line WHERE programme_id = $1 LIMIT 1`, [id]);
            return rows.length > 0 ? null : {};
        });
    }
    /** Approves, opens for adjustment, or closes. Who wrote what is approved stays its author: after an adjustment they still do not approve it. */
    act(principal, id, version, action, given) {
        return this.transactions.run(principal, async (tx) => {
            const row = await lockKept(tx, 'programme', id, reach(principal), version);
            const held = heldIn(principal, [row.buyer_id]);
            const transition = await this.registry.enter(tx, programmeLifecycle, row, action, given, held);
            const to = transition.to;
            await tx.query(`UPDATE programme SET state = $2,
           approved_at = CASE WHEN $3 THEN business_now() ELSE approved_at END,
           approved_by = CASE WHEN $3 THEN $4::uuid ELSE approved_by END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id, to, transition.action === 'approve', principal.id]);
            await tx.record({ ...changeOf(row), action: transition.action, from: row.state, to, reason: given.reason });
        });
    }
    /** Whoever writes what is to be approved does not approve it. */
    async written(tx, id) {
        await tx.query(`UPDATE programme SET written_by = array_append(array_remove(written_by, $2::uuid), $2::uuid), approved_by = NULL
       WHERE id = $1 AND $2::uuid IS NOT NULL`, [id, tx.principal.id]);
    }
    create(principal, dto) {
        const buyer = actingBody(principal, 'programme.manage', dto.buyer, '/buyer');
        return this.transactions.run(principal, async (tx) => {
            const dataset = dto.dataset ?? 'live';
            await mustBeInDataset(tx, 'organisation', dataset, [buyer], () => '/buyer');
            const [row] = await tx.query(`INSERT INTO programme (dataset, buyer_id, name, year, region, budget_level, calendar, source, state, written_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, array_remove(ARRAY[$10::uuid], NULL)) RETURNING *`, [
                dataset,
                buyer,
                dto.name,
                dto.year,
                dto.region ?? null,
                dto.budgetLevel ?? null,
                JSON.stringify(dto.calendar ?? DEFAULT_CALENDAR),
                JSON.stringify(sourceOf(dto.source)),
                dto.state ?? 'draft',
                principal.id,
            ]);
            const programme = row;
            for (const line of dto.budgetLines ?? [])
                await insertLine(tx, programme.id, line);
            await addExternalIds(tx, 'programme', dataset, programme.id, dto.externalIds);
            await tx.record({
                ...changeOf(programme),
                action: 'recorded',
                to: programme.state,
                data: { name: dto.name, year: dto.year, budgetLines: dto.budgetLines?.length ?? 0 },
            });
            return programme.id;
        });
    }
    change(principal, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const row = await lockKept(tx, 'programme', id, reach(principal, 'programme.manage'), version);
            mustBeOpenToChange(row);
            const changed = changedColumns(row, {
                name: dto.name,
                year: dto.year,
                region: dto.region,
                budget_level: dto.budgetLevel,
                calendar: dto.calendar,
            });
            if (Object.keys(changed).length === 0)
                return;
            await writeChanges(tx, 'programme', id, changed);
            await this.written(tx, id);
            await tx.record({ ...changeOf(row), action: 'changed', data: changeData(changed) });
        });
    }
    addLine(principal, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const row = await lockKept(tx, 'programme', id, reach(principal, 'programme.manage'), version);
            mustBeOpenToChange(row);
            const line = await insertLine(tx, id, dto);
            await writeChanges(tx, 'programme', id, {});
            await this.written(tx, id);
            await tx.record({
                ...changeOf(row),
                action: 'budget_line_added',
                data: { budgetLine: line, amount: dto.amount, category: dto.category ?? null },
            });
            return line;
        });
    }
    /** A cut below what is committed is not refused: the programme lists it. */
    changeLine(principal, id, line, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const row = await lockKept(tx, 'programme', id, reach(principal, 'programme.manage'), version);
            mustBeOpenToChange(row);
            const [before] = await tx.query(`SELECT * FROM budget_line WHERE id = $1 AND programme_id = $2`, [
                line,
                id,
            ]);
            if (!before)
                throw new Problem('not_found');
            const changed = changedColumns(before, {
                name: dto.name,
                category: dto.category,
                amount: dto.amount === undefined ? undefined : parseYuan(dto.amount).toString(),
                source_of_funds: dto.sourceOfFunds,
                use_by: dto.useBy,
                note: dto.note,
            });
            const columns = Object.keys(changed);
            if (columns.length === 0)
                return;
            await tx.query(`UPDATE budget_line SET ${columns.map((column, i) => `${column} = $${i + 2}`).join(', ')} WHERE id = $1`, [line, ...columns.map((column) => changed[column]?.to)]);
            await writeChanges(tx, 'programme', id, {});
            await this.written(tx, id);
            await tx.record({
                ...changeOf(row),
                action: 'budget_line_changed',
                data: { budgetLine: line, ...changeData(changed) },
            });
        });
    }
};
ProgrammesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry])
], ProgrammesService);
export { ProgrammesService };
async function insertLine(tx, programme, dto) {
    const [row] = await tx.query(`INSERT INTO budget_line (programme_id, name, category, amount, source_of_funds, use_by, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, [
        programme,
        dto.name,
        dto.category ?? null,
        parseYuan(dto.amount).toString(),
        dto.sourceOfFunds ?? null,
        dto.useBy ?? null,
        dto.note ?? null,
    ]);
    return row.id;
}
//# sourceMappingURL=programmes.service.js.map
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
import { scopeOf } from '../../platform/access/scope.js';
import { rootByExternalId, withExternalId } from '../../platform/database/external-ids.js';
import { mustBeInDataset } from '../../platform/database/kept.js';
import { changeData, changedColumns } from '../../platform/database/merge-patch.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { parseYuan } from '../../platform/money/money.js';
import { budgetExceeded, LockedBudget } from './budget.js';
import { mustEndAfterStart } from './given-fact.check.js';
import { mustBeProgrammeOf } from './new-tender.js';
import { refreshNotices } from './notice.projection.js';
import { changeOf, openTender } from './open-tender.js';
import { projectTender } from './projection.js';
import { DraftsService } from './conducted/drafts.service.js';
import { columnsOf } from './tender-columns.js';
import { RecordingSteps } from './recording.steps.js';
import { RecordingService } from './recording.service.js';
/** What is known of a recorded tender apart from its facts, changed by a person or by a file that was published anew. */
let TenderChangesService = class TenderChangesService {
    transactions;
    steps;
    drafts;
    recording;
    constructor(transactions, steps, drafts, recording) {
        this.transactions = transactions;
        this.steps = steps;
        this.drafts = drafts;
        this.recording = recording;
    }
    /** One that is conducted here is written as a draft; what it is never changes. */
    async isDraft(id) {
        const rows = await this.transactions.reader.query(`SELECT FROM tender WHERE id = $1 AND conducted = 'here'`, [id]);
        return rows.length > 0;
    }
    /**
     * Creates or changes the recorded purchase that another system calls so; the same body twice is the same answer. Lots are
     * known by their numbers; one that it does not have yet is refused.
     */
    put(principal, external, dto) {
        return this.transactions.run(principal, async (tx) => {
            const dataset = dto.dataset ?? 'live';
            const known = await rootByExternalId(tx, 'tender', dataset, external);
            const externalIds = withExternalId(dto.externalIds, external);
            if (known === null)
                return this.recording.createTender(principal, { ...dto, dataset, externalIds });
            await this.change(principal, known, undefined, dto);
            const lots = changedLots(await openTender(tx, known), dto.lots ?? []);
            if (lots.length > 0)
                await this.apply(tx, await openTender(tx, known), {}, lots);
            if (dto.serviceLines)
                await this.setServiceLines(principal, known, undefined, dto.serviceLines);
            return known;
        });
    }
    async change(principal, id, version, dto) {
        if (await this.isDraft(id))
            return this.drafts.change(principal, id, version, dto);
        return this.transactions.run(principal, async (tx) => {
            const spends = dto.programme !== undefined || dto.category !== undefined;
            const budgets = spends ? await budgetsOf(tx, id, dto.programme) : [];
            const open = await openTender(tx, id, version);
            const { dataset, buyer_id: buyer } = open.tender;
            await mustBeProgrammeOf(tx, scopeOf(principal), dataset, buyer, dto.programme);
            await this.apply(tx, open, columnsOf(dto));
            for (const budget of budgets) {
                const overruns = await budget.exceeded();
                if (overruns.length > 0)
                    throw budgetExceeded(budget.programme, overruns);
            }
        });
    }
    /** The lines that the purchase serves, given whole. The lines of its contracts follow. */
    async setServiceLines(principal, id, version, lines) {
        if (await this.isDraft(id))
            return this.drafts.setServiceLines(principal, id, version, lines);
        return this.transactions.run(principal, async (tx) => {
            const open = await openTender(tx, id, version);
            await mustBeInDataset(tx, 'service_line', open.tender.dataset, lines, (i) => `/serviceLines/${i}`);
            const given = [...new Set(lines.map((line) => line.toLowerCase()))].sort();
            if (given.join() === open.serviceLines.join())
                return;
            await tx.query(`WITH gone AS (DELETE FROM tender_service_line WHERE tender_id = $1 AND NOT (service_line_id = ANY ($2::uuid[])))
         INSERT INTO tender_service_line (tender_id, service_line_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`, [id, given]);
            await this.follow(tx, { ...open, serviceLines: given });
            await tx.record({
                ...changeOf(open.tender),
                action: 'service_lines_set',
                data: { from: open.serviceLines, to: given },
            });
        });
    }
    /** Writes what really changes of a tender and its lots, and everything that follows from it. */
    async apply(tx, open, columns, lots = []) {
        const changed = changedColumns(open.tender, columns);
        const names = Object.keys(changed);
        if (names.length === 0 && lots.length === 0)
            return open;
        const tender = { ...open.tender, ...Object.fromEntries(names.map((name) => [name, changed[name]?.to])) };
        mustEndAfterStart({ start: tender.window_start, end: tender.window_end }, '/window/end');
        if (names.length > 0)
            await tx.query(`UPDATE tender SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE id = $1`, [
                tender.id,
                ...names.map((name) => changed[name]?.to),
            ]);
        if (lots.length > 0)
            await tx.query(`UPDATE lot SET name = g.name, ceiling = g.ceiling, budget = g.budget
         FROM jsonb_to_recordset($2::jsonb) AS g(no integer, name text, ceiling bigint, budget bigint)
         WHERE lot.tender_id = $1 AND lot.no = g.no`, [tender.id, JSON.stringify(lots)]);
        const after = {
            ...open,
            tender,
            lots: open.lots.map((lot) => ({ ...lot, ...lots.find(({ no }) => no === lot.no) })),
        };
        await this.follow(tx, after);
        await refreshNotices(tx, tender.id);
        const lotData = lots.map(({ no, ...lot }) => {
            const { name = null, ceiling = null, budget = null } = open.lots.find((l) => l.no === no) ?? {};
            return { no, ...changeData(changedColumns({ name, ceiling, budget }, lot)) };
        });
        const data = { ...changeData(changed), ...(lots.length > 0 && { lots: lotData }) };
        await tx.record({ ...changeOf(tender), action: 'changed', data });
        return after;
    }
    async follow(tx, open) {
        const { derived } = await projectTender(tx, open);
        await this.steps.take(tx, {
            ...open,
            derived,
            before: open.facts,
            given: new Map(),
            lenient: true,
            contractIds: {},
        });
    }
};
TenderChangesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        RecordingSteps,
        DraftsService,
        RecordingService])
], TenderChangesService);
export { TenderChangesService };
/** The budgets of the programme a tender has and of the one it gets, in one order everywhere. */
async function budgetsOf(tx, tender, programme) {
    const [row] = await tx.query(`SELECT programme_id FROM tender WHERE id = $1`, [
        tender,
    ]);
    const ids = [row?.programme_id, programme?.toLowerCase()].filter((id) => id !== null && id !== undefined);
    const budgets = [];
    for (const id of [...new Set(ids)].sort())
        budgets.push(await LockedBudget.lock(tx, id));
    return budgets;
}
/** The lots that a body says something new of, each by its number. */
function changedLots({ lots }, given) {
    return given.flatMap((lot, i) => {
        const stored = lots.find((l) => l.no === lot.no);
        if (!stored)
            throw new Problem('lot_unknown', {
                errors: [
                    { pointer: `/lots/${i}/no`, code: 'lot_unknown', text: { en: 'No such lot', zh: '没有这个包（标段）' } },
                ],
            });
        const after = {
            no: lot.no,
            name: lot.name === undefined ? stored.name : lot.name,
            ceiling: fen(lot.ceiling, stored.ceiling),
            budget: fen(lot.budget, stored.budget),
        };
        const same = after.name === stored.name && after.ceiling === stored.ceiling && after.budget === stored.budget;
        return same ? [] : [after];
    });
}
const fen = (yuan, stored) => yuan === undefined ? stored : yuan === null ? null : parseYuan(yuan).toString();
//# sourceMappingURL=tender-changes.service.js.map
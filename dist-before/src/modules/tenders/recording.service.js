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
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { budgetExceeded, LockedBudget } from './budget.js';
import { mustNotContradict } from './contradiction.js';
import { conflictsOf } from './conflicts.rules.js';
import { mustReplace, storeFacts, unknownFacts } from './facts.store.js';
import { checkFacts, mustHaveHappened } from './given-fact.check.js';
import { withParties } from './given-parties.js';
import { insertTender } from './new-tender.js';
import { projectNotices } from './notice.projection.js';
import { baseOf, changeOf, openTender } from './open-tender.js';
import { projectTender } from './projection.js';
import { RecordingSteps } from './recording.steps.js';
/** Facts after which a programme may be committed to another sum. */
const SPENDING = new Set(['award', 'contract', 'failure', 'cancellation']);
/** Recording what was conducted elsewhere: by a person, by a file, by the demonstration. One code path. */
let RecordingService = class RecordingService {
    transactions;
    steps;
    constructor(transactions, steps) {
        this.transactions = transactions;
        this.steps = steps;
    }
    /** A new tender of a body of the caller. Answers its id. */
    createTender(principal, given) {
        return this.transactions.run(principal, async (tx) => (await this.create(tx, given)).tender.id);
    }
    recordFacts(principal, id, facts, version) {
        return this.transactions.run(principal, async (tx) => {
            await this.record(tx, id, facts, {}, version);
        });
    }
    /** Part of a larger unit of work (import, demonstration). */
    create(tx, given, options = {}) {
        return insertTender(tx, given, options);
    }
    /** Records facts of a tender, all or none; answers the ids of those that were new. */
    async record(tx, id, given, options = {}, version) {
        const facts = checkFacts('tender', given);
        const budget = facts.some((f) => SPENDING.has(f.kind)) ? await LockedBudget.of(tx, 'tender', id) : null;
        const open = await openTender(tx, id, version);
        if (!options.lenient)
            await mustHaveHappened(tx, facts);
        return this.recordChecked(tx, open, facts, budget, options);
    }
    /** The same on a tender that this unit of work has just made or opened, which has no programme to be held to. */
    recordOn(tx, open, given, options = {}) {
        if (open.tender.programme_id !== null)
            return this.record(tx, open.tender.id, given, options);
        return this.recordChecked(tx, open, checkFacts('tender', given), null, options);
    }
    async recordChecked(tx, open, given, budget, options) {
        const { tender, facts: existing } = open;
        if (budget !== null && budget.programme !== tender.programme_id)
            throw new Problem('conflict');
        mustKnowLots(open, given);
        const facts = await withParties(tx, tender.dataset, given);
        const fresh = unknownFacts(facts, existing);
        mustReplace(facts, fresh, existing);
        if (fresh.length === 0)
            return [];
        const all = (await storeFacts(tx, { type: 'tender', id: tender.id }, fresh, existing));
        const added = all.slice(existing.length);
        const places = placesOf(added, fresh, facts);
        const recorded = { ...open, facts: all };
        const { derived, conflicts } = await projectTender(tx, recorded);
        const lenient = options.lenient ?? false;
        const before = conflictsOf(baseOf(open), existing);
        mustNotContradict({ before, after: conflicts, facts: all, given: places }, lenient);
        await this.steps.take(tx, {
            ...recorded,
            derived,
            before: existing,
            given: places,
            lenient,
            contractIds: options.contractIds ?? {},
        });
        if (budget)
            await this.mustFit(tx, budget, recorded, conflicts, lenient);
        if (!options.ownNotice)
            await projectNotices(tx, tender.id, null, all);
        await tx.record({
            ...changeOf(tender),
            action: 'facts_recorded',
            data: { facts: added.map((f) => ({ id: f.id, kind: f.kind, lot: f.lot, replaces: f.replaces })) },
            to: derived.state,
            reason: fresh.find((f) => f.reason)?.reason ?? null,
        });
        return added.map((f) => f.id);
    }
    /** A person may not spend more than the programme has; what a file says is listed. */
    async mustFit(tx, budget, { tender, facts }, conflicts, lenient) {
        const overruns = await budget.exceeded();
        if (overruns.length === 0)
            return;
        if (!lenient)
            throw budgetExceeded(budget.programme, overruns);
        const spending = facts.filter((f) => f.replacedBy === null && SPENDING.has(f.kind)).map((f) => f.id);
        const conflict = { code: 'budget_exceeded', facts: spending, fields: ['amount'] };
        await tx.query(`UPDATE tender SET conflicts = $2 WHERE id = $1`, [
            tender.id,
            JSON.stringify([...conflicts, conflict]),
        ]);
    }
};
RecordingService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        RecordingSteps])
], RecordingService);
export { RecordingService };
function mustKnowLots({ lots }, facts) {
    const numbers = new Set(lots.map((l) => l.no));
    const i = facts.findIndex(({ lot }) => lot !== null && lot !== undefined && !numbers.has(lot));
    if (i >= 0)
        throw new Problem('lot_unknown', {
            errors: [
                { pointer: `/facts/${i}/lot`, code: 'lot_unknown', text: { en: 'No such lot', zh: '没有这个包（标段）' } },
            ],
        });
}
/** Where in the request each new fact stands. */
export const placesOf = (added, fresh, facts) => new Map(added.map((f, i) => [f.id, `/facts/${facts.indexOf(fresh[i])}`]));
//# sourceMappingURL=recording.service.js.map
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
import { todayInShanghai } from '../../platform/clock/moment.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { changeOf } from '../tenders/open-tender.js';
import { sayFacts } from '../tenders/conducted/action-facts.js';
import { lotLifecycle } from '../tenders/lot.lifecycle.js';
import { tenderStateOf } from '../bids/opening.rules.js';
import { ruleAt, ruleOf } from '../rules/rule-book.js';
import { find } from './findings.js';
import { changeOfReview, openReview, seated } from './open-review.js';
import { reviewLifecycle } from './review.lifecycle.js';
/** Where every step of a review begins: the tender is locked, one lot of it is read, and a table is asked. */
let ReviewDesk = class ReviewDesk {
    transactions;
    registry;
    constructor(transactions, registry) {
        this.transactions = transactions;
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.register(reviewLifecycle);
    }
    /** One step on one lot. Whoever names a version changes the tender's; what a member does alone leaves it as it is. */
    step(principal, tender, lot, version, work) {
        return this.transactions.run(principal, async (tx) => {
            const open = await openReview(tx, tender, lot, version);
            // Law article 57: nothing of the review goes on meanwhile.
            if (open.lot.state === 'suspended')
                throw new Problem('wrong_state', { facts: { state: open.lot.state } });
            await work(tx, open);
            if (version !== undefined)
                await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
                    tender,
                ]);
        });
    }
    enterReview(tx, open, action, given = {}) {
        const { id, state } = open.review;
        const asked = { ...given, open };
        return this.registry.enter(tx, reviewLifecycle, { id, state }, action, asked);
    }
    enterLot(tx, open, action, given = {}) {
        const { id, state } = open.lot;
        const asked = { ...given, open };
        return this.registry.enter(tx, lotLifecycle, { id, state }, action, asked);
    }
    /** Writes where a review stands now, with the row that tells of it. */
    async moveReview(tx, open, action, to, said = {}) {
        const from = open.review.state;
        if (to !== from)
            await tx.query(`UPDATE review SET state = $2 WHERE id = $1`, [open.review.id, to]);
        open.review.state = to;
        const change = changeOfReview(open);
        const { tenants, region } = said.secret ? { tenants: [], region: null } : change;
        await tx.record({
            ...change,
            tenants: [...tenants, ...(said.bidder === undefined ? [] : [said.bidder])],
            region,
            action,
            from,
            to,
            reason: said.reason,
            data: { ...change.data, ...said.data },
        });
    }
    /**
     * What the caller finds, where the panel decides together: written down, and told as that member's alone. Answers what the
     * panel finds by it; null while no majority of those who sit in it does.
     */
    async find(tx, open, stage, said) {
        await this.enterReview(tx, open, 'find');
        const found = await find(tx, open, stage, said);
        await this.moveReview(tx, open, 'find', open.review.state, { data: { member: open.me.id, stage }, secret: true });
        return found;
    }
    /** What the checks make of bids: each has a row of its own. Why one was rejected stands in the report. */
    async moveBids(tx, { tender, lot, bids }, action, to, ids) {
        const moved = await tx.query(`UPDATE bid SET state = $2, version = version + 1 WHERE id = ANY ($1::uuid[])
       RETURNING id, coalesce(envelope_id, id) AS root`, [ids, to]);
        await tx.recordAll(moved.map(({ id, root }) => ({
            ...changeOf(tender),
            aggregate: 'bid',
            // Its life before the opening is told under the id of its envelope.
            id: root,
            action,
            from: bids.find((bid) => bid.id === id)?.state,
            to,
            data: { tender: tender.id, lot: lot.no },
        })));
    }
    /** The same for the lot. A lot that fails says so in public, and its panel has nothing left to do. */
    async moveLot(tx, open, action, to, data = {}, 
    /** Why, and bodies beside the purchase's own that are told. */
    { reason, told = [] } = {}) {
        const { tender, lot } = open;
        const change = changeOf(tender);
        if (to !== lot.state) {
            await tx.query(`UPDATE lot SET state = $2 WHERE id = $1`, [lot.id, to]);
            const lots = await tx.query(`SELECT state FROM lot WHERE tender_id = $1`, [tender.id]);
            await tx.query(`UPDATE tender SET state = $2 WHERE id = $1`, [
                tender.id,
                tenderStateOf(lots.map((l) => l.state)),
            ]);
        }
        await tx.record({
            ...change,
            tenants: [...new Set([...change.tenants, ...told])],
            aggregate: 'lot',
            id: lot.id,
            action,
            from: lot.state,
            to,
            reason,
            data: { tender: tender.id, no: lot.no, ...data },
            public: to === 'failed',
        });
        lot.state = to;
        if (to !== 'failed')
            return;
        const on = todayInShanghai(await tx.now());
        await sayFacts(tx, tender.id, [
            { kind: 'failure', lot: lot.no, data: { on, publishedOn: on, reason: '合格供应商不足法定家数' } },
        ]);
        if (open.review !== null && open.review.state !== 'dissolved')
            await this.moveReview(tx, seated(open), 'dissolve', 'dissolved');
    }
};
ReviewDesk = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry])
], ReviewDesk);
export { ReviewDesk };
/**
 * How many suppliers must be left: three; in a consultation of a purchased service two carry it on ([2015] 124), which
 * says so from 2015-06-30.
 */
export function leastRule({ method, today }) {
    const exception = method === 'COMPETITIVE_CONSULTATION' ? ruleAt('CONSULT-2-EXCEPTION', today) : null;
    return exception ?? ruleOf('MIN-SUPPLIERS-3');
}
export const leastSuppliers = (open) => Number(leastRule(open).value);
//# sourceMappingURL=review.desk.js.map
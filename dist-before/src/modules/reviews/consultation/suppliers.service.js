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
import { Transactions } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { hashOf } from '../../bids/bid-content.rules.js';
import { Envelopes } from '../../bids/envelopes.js';
import { lotLifecycle } from '../../tenders/lot.lifecycle.js';
import { changeOf } from '../../tenders/open-tender.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import { ReviewDesk } from '../review.desk.js';
import { finalOf, ownBid } from './own-bid.js';
/** What a supplier does in the talks: it answers a changed requirement anew, or leaves. */
let SuppliersService = class SuppliersService {
    desk;
    transactions;
    registry;
    envelopes;
    constructor(desk, transactions, registry, envelopes) {
        this.desk = desk;
        this.transactions = transactions;
        this.registry = registry;
        this.envelopes = envelopes;
    }
    /** The same answer again is answered as before. */
    respond(principal, id, { statement, team, documents }) {
        const content = {
            statement,
            team: (team ?? []).map(({ name, role, qualification }) => ({ name, role, qualification: qualification ?? null })),
            documents: (documents ?? []).map(({ name, sha256, size }) => ({ name, sha256, size })),
        };
        const sha256 = hashOf(content);
        return this.step(principal, id, async (tx, open, own) => {
            const same = await tx.query(`SELECT FROM consultation_response WHERE bid_id = $1 AND change_id = $2 AND sha256 = $3`, [own.id, own.asked?.id ?? null, sha256]);
            if (same.length > 0)
                return;
            const place = { ...own, in_time: own.asked?.in_time ?? false };
            await this.enter(tx, place, 'submit_response', { place, offered: false });
            await tx.query(`INSERT INTO consultation_response (bid_id, change_id, content, sha256, received_at) VALUES ($1, $2, $3, $4, $5)`, [own.id, own.asked?.id, JSON.stringify(content), sha256, own.now]);
            await tx.query(`UPDATE bid SET version = version + 1 WHERE id = $1`, [own.id]);
            await this.tell(tx, open, own, 'submit_response', { change: own.asked?.id, sha256 });
        });
    }
    /**
     * [2014] 214 article 22: before the own final offer. It waits for an own offer on its way, and keeps later ones from
     * it: whichever is first behind the gate is what happened.
     */
    withdraw(principal, id, version, { reason }) {
        return this.step(principal, id, async (tx, open, before) => {
            await tenderGate(tx, before.tender, 'exclusive');
            const own = await ownBid(tx.manager, principal, id);
            if (own.version !== version)
                throw new Problem('stale_version');
            const lies = await this.envelopes.byBlinds(tx.manager, this.envelopes.blinds(own.bidder, finalOf(own)));
            const given = { place: own, offered: lies.length > 0, reason };
            await this.enter(tx, own, 'withdraw_from_consultation', given);
            await tx.query(`UPDATE bid SET state = 'withdrawn_in_consultation', version = version + 1 WHERE id = $1`, [
                own.id,
            ]);
            await this.tell(tx, open, own, 'withdraw_from_consultation', {}, { to: 'withdrawn_in_consultation', reason });
        });
    }
    async step(principal, id, work) {
        const { tender, no } = await ownBid(this.transactions.reader, principal, id);
        await this.desk.step(principal, tender, no, undefined, async (tx, open) => work(tx, open, await ownBid(tx.manager, principal, id)));
    }
    enter(tx, { lot, lot_state: state }, action, given) {
        return this.registry.enter(tx, lotLifecycle, { id: lot, state }, action, given);
    }
    async tell(tx, { tender, lot }, own, action, data, { to, reason } = {}) {
        const change = changeOf(tender);
        await tx.record({
            ...change,
            tenants: [...new Set([...change.tenants, own.bidder])],
            aggregate: 'bid',
            id: own.root,
            action,
            from: own.state,
            to: to ?? own.state,
            reason,
            data: { tender: tender.id, lot: lot.no, ...data },
        });
    }
};
SuppliersService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [ReviewDesk,
        Transactions,
        LifecycleRegistry,
        Envelopes])
], SuppliersService);
export { SuppliersService };
//# sourceMappingURL=suppliers.service.js.map
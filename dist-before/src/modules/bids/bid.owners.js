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
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { Envelopes } from './envelopes.js';
/**
 * Only who may bid for a body knows of its bids; a seat in it without that, and the permission held elsewhere, are none.
 * Whose an envelope is stands under the online cover alone, and is the caller's only if the blind index of that body and
 * lot is the envelope's. Where the cover was altered, the caller's bodies and the lots there are lead to it instead, so
 * that its bidder still learns of it.
 */
let BidOwners = class BidOwners {
    transactions;
    envelopes;
    constructor(transactions, envelopes) {
        this.transactions = transactions;
        this.envelopes = envelopes;
    }
    async find(principal, id) {
        const { reader } = this.transactions;
        const envelope = await this.envelopes.byId(reader, id);
        return envelope ? this.ownerOf(reader, principal, envelope) : null;
    }
    /** @throws Problem `not_found` */
    async own(principal, id) {
        return found(await this.find(principal, id));
    }
    /**
     * The same, locked until the transaction ends.
     * @throws Problem `not_found`
     */
    async lock(tx, principal, id) {
        const envelope = await this.envelopes.lock(tx, id);
        return found(envelope ? await this.ownerOf(tx.manager, principal, envelope) : null);
    }
    async ownerOf(reader, principal, envelope) {
        const bodies = bodiesWith(principal, 'bid.make');
        if (bodies.length === 0)
            return null;
        const isOf = (organisation, lot) => bodies.includes(organisation) && this.envelopes.blinds(organisation, lot).some((b) => b.equals(envelope.blind));
        const uncovered = this.envelopes.uncover(envelope);
        if (uncovered.head !== null) {
            const { organisation, lot } = uncovered.head;
            return isOf(organisation, lot) ? { envelope, organisation, lot, ...uncovered } : null;
        }
        const lots = await reader.query(`SELECT l.id FROM lot l JOIN tender t ON t.id = l.tender_id
       WHERE t.conducted = 'here' AND t.published ORDER BY t.created_at DESC, l.id`);
        for (const { id: lot } of lots)
            for (const organisation of bodies)
                if (isOf(organisation, lot))
                    return { envelope, organisation, lot, ...uncovered };
        return null;
    }
};
BidOwners = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        Envelopes])
], BidOwners);
export { BidOwners };
function found(own) {
    if (own === null)
        throw new Problem('not_found');
    return own;
}
//# sourceMappingURL=bid.owners.js.map
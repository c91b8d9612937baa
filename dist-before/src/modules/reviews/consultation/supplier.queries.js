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
import { heldIn } from '../../../platform/access/held.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { allowedActions } from '../../../platform/lifecycle/lifecycle.js';
import { formatYuanOrNull } from '../../../platform/money/money.js';
import { bidLifecycle } from '../../bids/bid.lifecycle.js';
import { noticesOf } from '../../bids/bid-content.rules.js';
import { Envelopes } from '../../bids/envelopes.js';
import { lotLifecycle } from '../../tenders/lot.lifecycle.js';
import { changeView } from './requirement.changes.js';
import { finalOf, ownBid } from './own-bid.js';
const AFTER_OFFERS = ['withdraw_from_consultation', 'submit_final_offer'];
/** A consultation for one of its suppliers: the changes that were confirmed, and what is its own. */
let SupplierQueries = class SupplierQueries {
    transactions;
    envelopes;
    constructor(transactions, envelopes) {
        this.transactions = transactions;
        this.envelopes = envelopes;
    }
    async of(principal, id, lang) {
        const { reader } = this.transactions;
        const own = await ownBid(reader, principal, id);
        const changes = await reader.query(`SELECT * FROM requirement_change WHERE lot_id = $1 AND round = $2 AND state = 'confirmed' ORDER BY no`, [own.lot, own.round]);
        const [opened] = await reader.query(`SELECT price::text FROM final_offer WHERE bid_id = $1 AND round = $2`, [own.id, own.round]);
        const [lies] = await this.envelopes.byBlinds(reader, this.envelopes.blinds(own.bidder, finalOf(own)));
        const head = lies ? this.envelopes.uncover(lies).head : null;
        const price = formatYuanOrNull(opened?.price);
        return {
            bid: own.root,
            version: own.version,
            tender: own.tender,
            lot: own.lot,
            lotState: own.lot_state,
            state: own.state,
            changes: changes.map(changeView),
            answerAsked: own.asked !== null && !own.asked.answered && own.asked.in_time && own.lot_state === 'in_consultation',
            finalDeadlineAt: own.deadline,
            finalOffer: head && { receivedAt: head.at ?? '', sha256: head.sha256 ?? '', price },
            notices: noticesOf({ price }, own, { answered: null, inForce: null }).map(({ code, text }) => ({
                code,
                text: text[lang],
            })),
            allowedActions: actionsOf(own, lies !== undefined, principal),
        };
    }
};
SupplierQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        Envelopes])
], SupplierQueries);
export { SupplierQueries };
function actionsOf(own, offered, principal) {
    const may = { permissions: heldIn(principal, [own.bidder]) };
    if (own.restorable)
        return allowedActions(bidLifecycle, own.state, may);
    if (own.state !== 'valid')
        return [];
    const actions = allowedActions(lotLifecycle, own.lot_state, may);
    const over = [
        ...(offered ? AFTER_OFFERS : []),
        ...(own.in_time ? [] : ['submit_final_offer']),
        ...(own.asked !== null && !own.asked.answered && own.asked.in_time ? [] : ['submit_response']),
    ];
    return actions.filter((action) => !over.includes(action));
}
//# sourceMappingURL=supplier.queries.js.map
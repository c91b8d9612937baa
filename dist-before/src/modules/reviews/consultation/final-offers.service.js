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
import { Transactions } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { invalid } from '../../../platform/http/validation.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { OnlineKeys } from '../../../platform/sealing/online-keys.js';
import { canonicalText, hashOfText, merged, NO_CONTENT, textOf } from '../../bids/bid-content.rules.js';
import { classOf, Envelopes } from '../../bids/envelopes.js';
import { TenderKeys } from '../../bids/tender-keys.js';
import { lotLifecycle } from '../../tenders/lot.lifecycle.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import { finalOf, ownBid } from './own-bid.js';
/**
 * The one final offer of each supplier, sealed until the deadline of all. A transaction here writes one envelope and
 * nothing else, as that of a bid does: who has offered, and when, is nobody's to know before.
 */
let FinalOffersService = class FinalOffersService {
    transactions;
    registry;
    envelopes;
    tenderKeys;
    keys;
    constructor(transactions, registry, envelopes, tenderKeys, keys) {
        this.transactions = transactions;
        this.registry = registry;
        this.envelopes = envelopes;
        this.tenderKeys = tenderKeys;
        this.keys = keys;
    }
    /** Seals first, then passes the gate and reads the time behind it. The same offer again is answered as before. */
    async submit(principal, id, dto) {
        const { reader } = this.transactions;
        const own = await ownBid(reader, principal, id);
        const content = merged(NO_CONTENT, dto.content);
        const text = textOf(content);
        const sha256 = hashOfText(text);
        const { bidder: organisation, tender, revision } = own;
        const lot = finalOf(own);
        const blinds = this.envelopes.blinds(organisation, lot);
        const before = this.receiptOf(own, await this.envelopes.byBlinds(reader, blinds));
        if (before?.receipt.sha256 === sha256)
            return before;
        if (content.price === null)
            throw invalid('/content/price', 'required', { en: 'A final offer says its price', zh: '最后报价须载明价格' });
        const envelope = randomUUID();
        const identity = { bid: envelope, tender, lot, organisation, sha256, revision };
        const body = await this.tenderKeys.seal(reader, identity, text);
        return this.transactions.run(principal, async (tx) => {
            await tenderGate(tx, tender, 'shared');
            const place = await ownBid(tx.manager, principal, id);
            const lies = await this.envelopes.byBlinds(tx.manager, blinds);
            const first = this.receiptOf(place, lies);
            if (first?.receipt.sha256 === sha256)
                return first;
            await this.enter(tx, place, lies.length > 0);
            const head = {
                state: 'submitted',
                version: 1,
                organisation,
                // The bid's own: the name under which the envelope lies is another, so that it is not taken for a bid.
                lot: own.lot,
                at: place.now,
                sha256,
                revision,
                history: [{ action: 'submitted', at: place.now, by: principal.id, sha256 }],
            };
            if (await this.envelopes.place(tx, envelope, blinds, head, body, classOf(text)))
                return this.signed(place, head);
            // Another offer of the same supplier was faster by less than this one took.
            const winner = this.receiptOf(place, await this.envelopes.byBlinds(tx.manager, blinds));
            if (winner?.receipt.sha256 === sha256)
                return winner;
            await this.enter(tx, place, true);
            throw new Problem('final_offer_made');
        });
    }
    /** Made anew each time: the same offer has the same receipt. */
    async receipt(principal, id) {
        const { reader } = this.transactions;
        const own = await ownBid(reader, principal, id);
        const lies = await this.envelopes.byBlinds(reader, this.envelopes.blinds(own.bidder, finalOf(own)));
        const receipt = this.receiptOf(own, lies);
        if (receipt === null)
            throw new Problem('not_found');
        return receipt;
    }
    receiptOf(own, [envelope]) {
        const head = envelope ? this.envelopes.uncover(envelope).head : null;
        return head && this.signed(own, head);
    }
    signed(own, { at, sha256, revision }) {
        const receipt = {
            bid: own.root,
            kind: 'final_offer',
            tender: own.tender,
            lot: own.lot,
            organisation: own.bidder,
            revision: revision ?? 1,
            receivedAt: at ?? '',
            sha256: sha256 ?? '',
        };
        const { key, signature } = this.keys.sign(canonicalText(receipt));
        return { receipt, keyId: key, signature };
    }
    enter(tx, place, offered) {
        const given = { place, offered };
        const root = { id: place.lot, state: place.lot_state };
        return this.registry.enter(tx, lotLifecycle, root, 'submit_final_offer', given);
    }
};
FinalOffersService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry,
        Envelopes,
        TenderKeys,
        OnlineKeys])
], FinalOffersService);
export { FinalOffersService };
//# sourceMappingURL=final-offers.service.js.map
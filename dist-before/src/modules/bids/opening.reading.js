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
import { hashOf } from './bid-content.rules.js';
import { Envelopes } from './envelopes.js';
import { TenderKeys } from './tender-keys.js';
/** Finds the bids of a lot and, where it opens, reads them. */
let OpeningReading = class OpeningReading {
    envelopes;
    keys;
    constructor(envelopes, keys) {
        this.envelopes = envelopes;
        this.keys = keys;
    }
    /**
     * Who bid, with the identity key alone. The blind indexes of every body there is lead to the envelopes of a lot; what
     * lies in one must then say the same.
     */
    async suppliers(tx, tender, lot, bodies) {
        const byBlind = new Map();
        const blinds = [];
        for (const body of bodies)
            for (const blind of this.envelopes.blinds(body.id, lot.id)) {
                byBlind.set(blind.toString('hex'), body);
                blinds.push(blind);
            }
        const found = await this.envelopes.byBlinds(tx.manager, blinds);
        if (found.length === 0)
            return [];
        const key = await this.keys.privateKey(tx, tender, 'identity');
        const suppliers = [];
        for (const envelope of found) {
            const { head, body } = this.envelopes.uncover(envelope);
            // Drafts and withdrawn bids lapse; nothing is written of them.
            if (head !== null && head.state !== 'submitted')
                continue;
            // Nor of those whose head was altered: what lies there is not sealed. What cannot be told apart counts, for a receipt
            // may prove that it was submitted, and then its bidder's own copy stands for it; if none does, it is invalid.
            if (head === null && body !== null && sealedOf(body) === null)
                continue;
            const bidder = byBlind.get(envelope.blind.toString('hex'));
            const found = await this.identified(key, envelope.id, body, lot.id, bidder.id);
            const sha256 = head?.sha256 ?? found?.sha256 ?? null;
            const sealed = head !== null && found?.sha256 === head.sha256 ? found.sealed : null;
            suppliers.push({ envelope, bidder, head, sha256, sealed });
        }
        return suppliers.sort((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1));
    }
    async identified(key, bid, body, lot, organisation) {
        const sealed = body === null ? null : sealedOf(body);
        if (sealed === null)
            return null;
        const identity = (await this.keys.unseal(key, 'identity', bid, lot, sealed.identity));
        if (identity?.organisation !== organisation || identity.lot !== lot)
            return null;
        return { sealed, sha256: identity.sha256 };
    }
    /** The content as it was submitted, by the content key; null where it was altered. */
    async content(key, lot, { envelope, head, sealed }) {
        if (sealed === null)
            return null;
        const content = (await this.keys.unseal(key, 'content', envelope.id, lot, sealed.content));
        return content !== null && hashOf(content) === head?.sha256 ? content : null;
    }
    contentKey(tx, tender) {
        return this.keys.privateKey(tx, tender, 'content');
    }
};
OpeningReading = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Envelopes,
        TenderKeys])
], OpeningReading);
export { OpeningReading };
/** What was submitted; null of a draft, and of a bid that was withdrawn. */
function sealedOf(body) {
    const { identity, content } = JSON.parse(body.toString());
    return identity === undefined || content === undefined ? null : { identity, content };
}
//# sourceMappingURL=opening.reading.js.map
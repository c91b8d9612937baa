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
import { invalid } from '../../../platform/http/validation.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { parseYuan } from '../../../platform/money/money.js';
import { hashOf, merged, NO_CONTENT } from '../../bids/bid-content.rules.js';
import { BidReaders } from '../../bids/bid-readers.js';
import { bidLifecycle } from '../../bids/bid.lifecycle.js';
import { BidRestoring } from '../../bids/bid.restoring.js';
import { changeOf } from '../../tenders/open-tender.js';
import { ReviewDesk } from '../review.desk.js';
import { fallShort } from './consultation.exclusion.js';
import { RESTORABLE } from './consultation.facts.js';
import { ownBid } from './own-bid.js';
/**
 * A final offer that could not be read is no worse for it: its bidder's own copy stands for it, if its hash is the one that
 * was received. It drops out as unreadable until then, as its price is not known.
 */
let FinalOfferRestoring = class FinalOfferRestoring {
    transactions;
    registry;
    desk;
    restoring;
    readers;
    constructor(transactions, registry, desk, restoring, readers) {
        this.transactions = transactions;
        this.registry = registry;
        this.desk = desk;
        this.restoring = restoring;
        this.readers = readers;
    }
    onModuleInit() {
        this.restoring.contribute((...given) => this.restore(...given));
        this.readers.contributeRestorable(RESTORABLE);
    }
    async restore(principal, id, version, dto) {
        const before = await ownBid(this.transactions.reader, principal, id);
        if (!dto.content)
            throw invalid('/content', 'required', { en: 'The copy of what was submitted', zh: '须附所提交内容的副本' });
        const content = merged(NO_CONTENT, dto.content);
        const receipt = dto.receipt && this.restoring.signed(dto.receipt, id, before.bidder, 'final_offer');
        await this.desk.step(principal, before.tender, before.no, undefined, async (tx, open) => {
            const own = await ownBid(tx.manager, principal, id);
            if (own.version !== version)
                throw new Problem('stale_version');
            if (!own.restorable)
                throw new Problem('wrong_state', {
                    facts: { lot: own.lot_state, review: open.review?.state ?? null, action: 'restore_final_offer' },
                });
            const submitted = (await hashOfLost(tx, own)) ?? receipt?.sha256 ?? null;
            const given = { submitted, given: hashOf(content) };
            await this.registry.enter(tx, bidLifecycle, { id: own.id, state: own.state }, 'restore_final_offer', given);
            const price = content.price === null ? null : parseYuan(content.price);
            const payable = price !== null && (open.lot.ceiling === null || price <= open.lot.ceiling);
            await tx.query(`UPDATE final_offer SET content = $3, price = $4, sha256 = $5, received_at = coalesce(received_at, $6::timestamptz)
         WHERE bid_id = $1 AND round = $2`, [own.id, own.round, JSON.stringify(content), price?.toString(), given.given, receipt?.receivedAt ?? null]);
            await write(tx, own, payable ? (price ?? null) : null);
            await this.tell(tx, open, own, payable ? 'valid' : 'rejected');
            await fallShort(tx, this.desk, open);
        });
    }
    async tell(tx, { tender, lot }, own, to) {
        const about = changeOf(tender);
        await tx.record({
            ...about,
            tenants: [...new Set([...about.tenants, own.bidder])],
            aggregate: 'bid',
            id: own.root,
            action: 'restore_final_offer',
            from: own.state,
            to,
            data: { tender: tender.id, lot: lot.no },
        });
        await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
            tender.id,
        ]);
    }
};
FinalOfferRestoring = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry,
        ReviewDesk,
        BidRestoring,
        BidReaders])
], FinalOfferRestoring);
export { FinalOfferRestoring };
/** Of what dropped out because nobody could read it, as far as it is known. */
async function hashOfLost(tx, { id, round }) {
    const [row] = await tx.query(`SELECT sha256 FROM final_offer WHERE bid_id = $1 AND round = $2`, [id, round]);
    return row?.sha256 ?? null;
}
/** It takes part again with its price; null: it lies above the ceiling, and drops out on that ground. */
async function write(tx, own, price) {
    if (price === null) {
        await tx.query(`UPDATE bid_check SET ground = 'above_ceiling', detail = '最后报价超过最高限价', checked_at = $2
       WHERE bid_id = $1 AND stage = 'consultation'`, [own.id, await tx.now()]);
        await tx.query(`UPDATE bid SET version = version + 1 WHERE id = $1`, [own.id]);
        return;
    }
    await tx.query(`DELETE FROM bid_check WHERE bid_id = $1 AND stage = 'consultation'`, [own.id]);
    await tx.query(`UPDATE bid SET state = 'valid', price = $2, version = version + 1 WHERE id = $1`, [
        own.id,
        price.toString(),
    ]);
}
//# sourceMappingURL=final-offer.restoring.js.map
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
import { invalid } from '../../platform/http/validation.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { sayAgain } from '../tenders/conducted/action-facts.js';
import { changeOf } from '../tenders/open-tender.js';
import { hashOf, merged, NO_CONTENT } from './bid-content.rules.js';
import { bidLifecycle } from './bid.lifecycle.js';
import { BidOwners } from './bid.owners.js';
import { BidsQueries } from './bids.queries.js';
import { alteredOf, OpenedFiles } from './opened-files.js';
/**
 * A bid whose envelope was altered after it was submitted is no worse for it: its bidder's own copy stands for it, if its
 * hash is the one that was received. What the system lost it does not hold against who submitted in time.
 */
let BidRestoring = class BidRestoring {
    transactions;
    registry;
    owners;
    queries;
    files;
    constructor(transactions, registry, owners, queries, files) {
        this.transactions = transactions;
        this.registry = registry;
        this.owners = owners;
        this.queries = queries;
        this.files = files;
    }
    others = [];
    contribute(restores) {
        this.others.push(restores);
    }
    async restoreFinalOffer(principal, id, version, dto) {
        for (const restores of this.others)
            await restores(principal, id, version, dto);
    }
    onModuleInit() {
        this.registry.contribute('copy_differs', (_, __, { submitted, given }) => Promise.resolve(submitted === given ? null : { facts: { submitted, given } }));
    }
    async restore(principal, id, version, dto) {
        const { head, organisation } = await this.owners.own(principal, id);
        const [place] = await this.transactions.reader.query(`SELECT tender_id AS tender FROM bid WHERE envelope_id = $1 AND bidder_id = $2`, [id, organisation]);
        if (!place)
            throw new Problem('wrong_state', { facts: { state: head?.state, action: 'restore' } });
        if (!dto.content)
            throw invalid('/content', 'required', { en: 'The copy of what was submitted', zh: '须附所提交内容的副本' });
        const content = merged(NO_CONTENT, dto.content);
        const receipt = dto.receipt && this.signed(dto.receipt, id, organisation);
        await this.transactions.run(principal, async (tx) => {
            const { tender, bid } = await lock(tx, place.tender, id);
            if (bid.version !== version)
                throw new Problem('stale_version');
            if (bid.lot_state !== 'opened')
                throw new Problem('wrong_state', { facts: { lot: bid.lot_state, action: 'restore' } });
            const given = { submitted: bid.sha256 ?? receipt?.sha256 ?? null, given: hashOf(content) };
            await this.registry.enter(tx, bidLifecycle, { id: bid.id, state: bid.state }, 'restore', given);
            await this.write(tx, tender, bid, content, { ...given, at: receipt?.receivedAt ?? null });
            const files = await this.files.examine(tx, id, content);
            await this.files.store(tx, files.map((file) => ({ ...file, bid: bid.id })));
            const about = changeOf(tender);
            const root = {
                ...about,
                aggregate: 'bid',
                id,
                tenants: [...new Set([...(about.tenants ?? []), bid.bidder_id])],
            };
            await tx.recordAll([
                {
                    ...root,
                    action: 'restore',
                    from: 'unreadable',
                    to: 'opened',
                    data: { lot: bid.lot, ...(tender.method === 'OPEN_TENDER' && { sha256: given.given }) },
                },
                ...alteredOf(files).map(({ no, state: found }) => ({
                    ...root,
                    action: 'file_lost',
                    data: { lot: bid.lot, no, found },
                })),
            ]);
        });
    }
    /** What this system said of this bid, or of its final offer: one does not speak for the other. */
    signed(receipt, bid, organisation, kind) {
        const { receipt: said } = this.queries.verify(receipt);
        if (said.bid === bid && said.organisation === organisation && said.kind === kind)
            return said;
        throw new Problem('receipt_forged');
    }
    /** In an open tender the price belongs to the record of the opening. */
    async write(tx, tender, bid, content, { given, at }) {
        const price = tender.method === 'OPEN_TENDER' ? content.price : null;
        await tx.query(`UPDATE bid SET state = 'opened', version = version + 1, content = $2, price = $3, sha256 = $4,
         received_at = coalesce(received_at, $5::timestamptz) WHERE id = $1`, [bid.id, JSON.stringify(content), price?.replace('.', '') ?? null, given, at]);
        await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
            tender.id,
        ]);
        if (price === null)
            return;
        const bidder = { organisation: bid.bidder_id, name: bid.bidder };
        await sayAgain(tx, tender.id, bid.id, { bidder, price }, '密封件被改动，投标人提交的副本与回执摘要一致');
    }
};
BidRestoring = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry,
        BidOwners,
        BidsQueries,
        OpenedFiles])
], BidRestoring);
export { BidRestoring };
async function lock(tx, tenderId, envelope) {
    const [tender] = await tx.query(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tenderId]);
    const [bid] = await tx.query(`SELECT d.id, d.version, d.state, d.sha256, d.bidder_id, o.name AS bidder, l.id AS lot, l.no, l.state AS lot_state
     FROM bid d JOIN lot l ON l.id = d.lot_id JOIN organisation o ON o.id = d.bidder_id
     WHERE d.envelope_id = $1 FOR NO KEY UPDATE OF l, d`, [envelope]);
    if (!tender || !bid)
        throw new Problem('not_found');
    return { tender, bid };
}
//# sourceMappingURL=bid.restoring.js.map
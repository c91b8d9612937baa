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
import { SYSTEM } from '../../../platform/access/principal.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { parseYuan } from '../../../platform/money/money.js';
import { JobRegistry } from '../../../platform/queue/job-registry.js';
import { OpeningReading } from '../../bids/opening.reading.js';
import { audienceOf, outcomeOf } from '../../bids/opening.rules.js';
import { changeOf } from '../../tenders/open-tender.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import { reviewOf } from '../open-review.js';
import { leastSuppliers, ReviewDesk } from '../review.desk.js';
import { exclude, fallShort } from './consultation.exclusion.js';
import { closeFinalOffers } from './final-offers.job.js';
import { finalOf } from './own-bid.js';
/**
 * Opens all final offers of a lot after their deadline, in one transaction. It runs where the opening key is: in
 * production in the worker alone. However late it comes, the gate let nobody in behind the deadline.
 */
let FinalOffersWork = class FinalOffersWork {
    jobs;
    transactions;
    reading;
    desk;
    constructor(jobs, transactions, reading, desk) {
        this.jobs = jobs;
        this.transactions = transactions;
        this.reading = reading;
        this.desk = desk;
    }
    onModuleInit() {
        this.jobs.handle(closeFinalOffers, () => this.sweep());
    }
    async sweep() {
        const due = await this.transactions.reader.query(`SELECT id FROM lot WHERE state = 'final_offers_requested' AND final_deadline_at < business_now() ORDER BY id`);
        for (const { id } of due)
            await this.perform(id);
    }
    /** A no-op where nothing is due. */
    perform(lot) {
        return this.transactions.run(SYSTEM, async (tx) => {
            const due = await lockDue(tx, lot);
            if (due === null)
                return;
            const { open, round } = due;
            // Waits for everyone who passed the gate before the deadline.
            await tenderGate(tx, open.tender.id, 'exclusive');
            const made = await this.read(tx, open, round);
            // One that cannot be read counts: its supplier offered in time, and may restore it until the panel scores.
            const goesOn = outcomeOf(made.length, leastSuppliers(open)) === 'opened';
            await tx.recordAll(made.flatMap((offer) => entriesOf(open, offer, goesOn)));
            if (goesOn)
                await this.sortOut(tx, open, made);
            await this.desk.moveLot(tx, open, 'close_final_offers', goesOn ? 'final_offers_in' : 'failed', {
                left: made.length,
            });
            if (goesOn)
                await fallShort(tx, this.desk, open);
            await tx.query(`UPDATE tender SET updated_at = clock_timestamp() WHERE id = $1`, [open.tender.id]);
        });
    }
    /** The content key is not touched where too few have offered: what they offered stays sealed for good. */
    async read(tx, open, round) {
        const { tender, lot, bids } = open;
        const place = { id: finalOf({ lot: lot.id, round }), no: lot.no };
        const bodies = bids.map(({ bidder_id }) => ({ id: bidder_id, name: '' }));
        const suppliers = await this.reading.suppliers(tx, tender.id, place, bodies);
        const key = suppliers.length >= leastSuppliers(open) ? await this.reading.contentKey(tx, tender.id) : null;
        const made = [];
        for (const supplier of suppliers) {
            const bid = bids.find(({ bidder_id }) => bidder_id === supplier.bidder.id);
            const content = key && (await this.reading.content(key, place.id, supplier));
            made.push({ bid, supplier, content });
        }
        return made;
    }
    /** Who made none is out, and for now who made one that cannot be read; an offer above the ceiling is invalid. */
    async sortOut(tx, open, made) {
        const out = open.bids.flatMap(({ id: bid }) => {
            const offer = made.find((m) => m.bid.id === bid);
            if (offer === undefined)
                return [{ bid, ground: 'no_final_offer' }];
            if (offer.content === null)
                return [{ bid, ground: 'unreadable' }];
            return isPayable(open, offer.content) ? [] : [{ bid, ground: 'above_ceiling' }];
        });
        await this.store(tx, open, made, out);
        await exclude(tx, this.desk, open, out);
    }
    async store(tx, open, made, out) {
        const rows = made.map(({ bid, supplier: { envelope, head }, content }) => ({
            bid: bid.id,
            envelope: envelope.id,
            price: content?.price ? parseYuan(content.price).toString() : null,
            sha256: head?.sha256 ?? null,
            at: head?.at ?? null,
            content,
            stands: !out.some((o) => o.bid === bid.id),
        }));
        await tx.query(`INSERT INTO final_offer (bid_id, round, envelope_id, price, sha256, received_at, content)
       SELECT g.bid, (SELECT consultation FROM lot WHERE id = $2), g.envelope, g.price, g.sha256, g.at, nullif(g.content, 'null')
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, envelope uuid, price bigint, sha256 text, at timestamptz, content jsonb)`, [JSON.stringify(rows), open.lot.id]);
        // From now on the final price is the price of the bid: scores, low prices, award and contract go by it.
        await tx.query(`UPDATE bid SET price = g.price, version = version + 1
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, price bigint) WHERE bid.id = g.bid`, [JSON.stringify(rows.filter(({ stands }) => stands))]);
    }
};
FinalOffersWork = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        Transactions,
        OpeningReading,
        ReviewDesk])
], FinalOffersWork);
export { FinalOffersWork };
function isPayable({ lot }, content) {
    const price = content?.price ?? null;
    return price !== null && (lot.ceiling === null || parseYuan(price) <= lot.ceiling);
}
async function lockDue(tx, id) {
    const [tender] = await tx.query(`SELECT * FROM tender WHERE id = (SELECT tender_id FROM lot WHERE id = $1) FOR NO KEY UPDATE`, [id]);
    const [due] = await tx.query(`SELECT no, consultation AS round FROM lot WHERE id = $1 AND state = 'final_offers_requested' AND final_deadline_at < business_now()`, [id]);
    return tender && due ? { open: await reviewOf(tx, tender, due.no), round: due.round } : null;
}
/**
 * What happened to an offer while it was sealed, and what its opening found. Where the lot fails it stays sealed, for who
 * watches over the purchase too: how many there were is told, and its bidder alone is told of its own.
 */
function entriesOf({ tender, lot }, { bid, supplier: { head, bidder } }, goesOn) {
    const change = changeOf(tender);
    const root = {
        ...change,
        ...audienceOf(change, bidder.id, goesOn),
        aggregate: 'bid',
        id: bid.root,
        from: bid.state,
        to: bid.state,
    };
    return [
        ...(head?.history ?? []).map(({ at, by }) => ({
            ...root,
            action: 'submit_final_offer',
            data: { tender: tender.id, lot: lot.no, at, by },
        })),
        // Of one that could not be read too: which of them dropped out on what ground is the panel's to know before the result.
        ...(goesOn ? [{ ...root, action: 'open_final_offer', data: { tender: tender.id, lot: lot.no } }] : []),
    ];
}
//# sourceMappingURL=final-offers.work.js.map
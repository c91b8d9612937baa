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
import { SYSTEM } from '../../platform/access/principal.js';
import { WorkingCalendars } from '../../platform/calendar/calendar.store.js';
import { valueOf } from '../../platform/calendar/working-calendar.js';
import { todayInShanghai } from '../../platform/clock/moment.js';
import { addDays } from '../../platform/clock/plain-date.js';
import { Transactions } from '../../platform/database/transactions.js';
import { parseYuan } from '../../platform/money/money.js';
import { JobRegistry } from '../../platform/queue/job-registry.js';
import { periodEnd, periodOf } from '../rules/periods.rules.js';
import { ruleAt } from '../rules/rule-book.js';
import { changeOf } from '../tenders/open-tender.js';
import { moveLotHere } from './award.moves.js';
import { firstOf } from './candidates.rules.js';
import { openResult } from './open-result.js';
import { confirmDeemed } from './results.job.js';
/**
 * The clock of the confirmation: five working days after the buyer received the report the first rank that still stands is
 * confirmed (Order 87 article 68, [2014] 214 article 28). It rests while a reason is on record, while the first rank is
 * tied, and where the calendar does not say which day the last one is: no date is invented.
 */
let ResultClock = class ResultClock {
    jobs;
    transactions;
    calendars;
    constructor(jobs, transactions, calendars) {
        this.jobs = jobs;
        this.transactions = transactions;
        this.calendars = calendars;
    }
    onModuleInit() {
        this.jobs.handle(confirmDeemed, () => this.sweep());
    }
    /** Writes down when the clock strikes, as things stand now. */
    async refresh(tx, open) {
        if (open.desk === null)
            return;
        const at = await this.strikesAt(open);
        await tx.query(`UPDATE lot_result SET deems_at = $2 WHERE lot_id = $1`, [open.lot.id, at]);
        open.desk.deems_at = at;
    }
    /** Confirms what the clock has confirmed. What it decided and when follows from the day alone, however late this runs. */
    async strike(tx, open) {
        if (open.lot.state !== 'reviewed' || open.desk === null)
            return false;
        // A calendar that was announced since says the day; what has struck has struck.
        if (open.desk.deems_at === null)
            await this.refresh(tx, open);
        const [row] = await tx.query(`SELECT lot_deemed_at($1) AS at`, [open.lot.id]);
        const at = row?.at ?? null;
        const [first] = firstOf(open.candidates);
        if (at === null || at > (await tx.now()) || first === undefined)
            return false;
        const { actor } = tx;
        tx.actor = SYSTEM;
        await award(tx, open, first, { on: todayInShanghai(at), deemed: true });
        await moveLotHere(tx, open.tender, open.lot, 'deem_confirmed', 'confirmed', {
            data: { deemedAt: at.toISOString() },
        });
        tx.actor = actor;
        return true;
    }
    async sweep() {
        const due = await this.transactions.reader.query(`SELECT l.tender_id AS tender, l.no FROM lot_result r JOIN lot l ON l.id = r.lot_id
       WHERE l.state = 'reviewed' AND r.deeming AND r.objection IS NULL
         AND (r.deems_at IS NULL OR r.deems_at <= business_now()) ORDER BY l.tender_id, l.no`);
        for (const { tender, no } of due)
            await this.transactions.run(SYSTEM, async (tx) => {
                await this.strike(tx, await openResult(tx, tender, no, undefined));
            });
    }
    async strikesAt({ lot, desk, candidates }) {
        if (lot.state !== 'reviewed' ||
            desk === null ||
            !desk.deeming ||
            desk.objection !== null ||
            firstOf(candidates).length !== 1)
            return null;
        const from = todayInShanghai(desk.runs_from);
        const rule = ruleAt('CONFIRM-5WD', from);
        const period = rule && periodOf(rule);
        const last = period && valueOf(periodEnd(await this.calendars.current(), from, period));
        if (last === null)
            return null;
        const struck = new Date(`${addDays(last, 1)}T00:00:00+08:00`);
        return desk.cleared_at !== null && desk.cleared_at > struck ? desk.cleared_at : struck;
    }
};
ResultClock = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        Transactions,
        WorkingCalendars])
], ResultClock);
export { ResultClock };
/** The award of the offer that was confirmed. Until the result is published it is nobody's but the buyer's and its agent's. */
export async function award(tx, { tender, lot, stored }, { bid, place, price }, decided) {
    const [made] = await tx.query(`INSERT INTO award (tender_id, lot_id, supplier_id, bid_id, rank, amount, decided_on, state, deemed, report_hash)
     SELECT $1, $2, d.bidder_id, d.id, $4, $5, $6, 'pending', $7, decode($8, 'hex') FROM bid d WHERE d.id = $3 RETURNING id`, [
        tender.id,
        lot.id,
        bid,
        place,
        price === null ? null : parseYuan(price).toString(),
        decided.on,
        decided.deemed,
        stored?.sha256 ?? null,
    ]);
    const id = made?.id ?? '';
    await tx.record({
        ...changeOf(tender),
        aggregate: 'award',
        id,
        action: 'made',
        to: 'pending',
        data: { tender: tender.id, lot: lot.no, deemed: decided.deemed },
    });
    return id;
}
//# sourceMappingURL=result-clock.js.map
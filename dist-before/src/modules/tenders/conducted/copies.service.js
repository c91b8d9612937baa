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
import { scopeOf } from '../../../platform/access/scope.js';
import { isMine } from '../../../platform/access/visible.js';
import { Sql } from '../../../platform/database/sql.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { insertTender } from '../new-tender.js';
import { TENDER_PARTIES, visiblePurchase } from '../tender.visibility.js';
import { plannedYear } from './calendar-plan.rules.js';
import { documentOf } from './tender-document.js';
import { NO_PLAN } from './terms.types.js';
/** Last year's purchase as the beginning of this year's: everything but its dates, its agent and its programme. */
let CopiesService = class CopiesService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    copy(principal, id, dto) {
        return this.transactions.run(principal, async (tx) => {
            const origin = await originOf(tx, id);
            const document = await documentOf(tx, id);
            const lots = dto.newRound ? await failedLots(tx, origin, dto.lots) : namedLots(document.lots, dto.lots);
            const { window, plan } = dto.newRound
                ? { window: document.window, plan: NO_PLAN }
                : await plannedDates(tx, origin, dto);
            const { tender } = await insertTender(tx, {
                conducted: 'here',
                dataset: origin.dataset,
                buyer: origin.buyer_id,
                title: dto.title ?? document.title,
                method: document.method,
                category: document.category,
                region: document.region,
                budgetLevel: document.budgetLevel,
                programme: dto.programme ?? (dto.newRound ? origin.programme_id : null),
                serviceLines: document.serviceLines,
                window,
                // What the lots that are left out were to cost is not spent here.
                budget: lots.length < document.lots.length ? null : document.budget,
                lots: pick(document.lots, lots).map(({ no, name, ceiling, pricing }) => ({
                    no,
                    name,
                    ceiling,
                    pricing: pricing,
                })),
            }, {
                draft: { terms: document.terms, plan, agent: null, copiedFrom: id },
                ...(dto.newRound && { round: { purchase: origin.purchase_id } }),
            });
            return tender.id;
        });
    }
};
CopiesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], CopiesService);
export { CopiesService };
/** A purchase of one of the caller's bodies; what is only visible is not the caller's to repeat. */
async function originOf(tx, id) {
    const scope = scopeOf(tx.principal);
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ${sql.p(id)}`), scope, TENDER_PARTIES);
    const mine = scope.everything ? 'true' : isMine(sql, scope, 'r.buyer_id');
    const [row] = await tx.query(`SELECT r.id, r.purchase_id, r.dataset, r.buyer_id, r.programme_id, coalesce(${mine}, false) AS mine FROM tender r WHERE ${sql.where}`, sql.params);
    if (!row)
        throw new Problem('not_found');
    if (!row.mine || row.buyer_id === null)
        throw new Problem('not_permitted');
    return { ...row, buyer_id: row.buyer_id };
}
const pick = (lots, numbers) => lots.filter(({ no }) => numbers.includes(no));
/** The lots a copy takes. @throws Problem `lot_unknown` for one that the origin does not have */
function namedLots(lots, numbers) {
    const known = lots.map(({ no }) => no);
    const stranger = numbers?.findIndex((no) => !known.includes(no)) ?? -1;
    if (stranger >= 0)
        throw new Problem('lot_unknown', {
            errors: [
                {
                    pointer: `/lots/${stranger}`,
                    code: 'lot_unknown',
                    text: { en: 'No such lot', zh: '没有这个包（标段）' },
                },
            ],
        });
    return numbers === undefined ? known : [...numbers];
}
/**
 * Lots that failed and are not in another round yet. The origin stays locked until the new round stands: two that begin at
 * once do not both take a lot.
 */
async function failedLots(tx, origin, numbers) {
    await tx.query(`SELECT FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [origin.id]);
    const lots = await tx.query(`SELECT l.no, l.state IS NOT DISTINCT FROM 'failed' AS failed,
       (SELECT n.id FROM tender n JOIN lot m ON m.tender_id = n.id AND m.no = l.no
        WHERE n.copied_from = $1 AND n.purchase_id = $2 AND n.state <> 'cancelled' LIMIT 1) AS next
     FROM lot l WHERE l.tender_id = $1 ORDER BY l.no`, [origin.id, origin.purchase_id]);
    const free = lots.filter(({ failed, next }) => failed && next === null).map(({ no }) => no);
    const asked = namedLots(lots, numbers ?? free);
    const refused = lots.filter(({ no }) => asked.includes(no) && !free.includes(no));
    if (asked.length > 0 && refused.length === 0)
        return asked;
    throw new Problem('lot_not_failed', {
        facts: { lots: refused.map(({ no, failed, next }) => ({ lot: no, failed, round: next })) },
    });
}
/** By the calendar of the programme that is named, else of the origin's, a year later; without either nothing is planned. */
async function plannedDates(tx, origin, { programme, year }) {
    const cycle = await cycleOf(tx, programme ?? origin.programme_id);
    if (cycle === null)
        return { window: { start: null, end: null }, plan: NO_PLAN };
    return plannedYear(cycle.calendar, year ?? (programme === undefined ? cycle.year + 1 : cycle.year));
}
async function cycleOf(tx, programme) {
    if (programme === null)
        return null;
    const [row] = await tx.query(`SELECT year, calendar FROM programme WHERE id = $1`, [programme]);
    return row ?? null;
}
//# sourceMappingURL=copies.service.js.map
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
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { changeInState, openResponses } from './consultation.facts.js';
/** What every supplier has to answer the panel or the buyer, at least. */
const LEAST_MINUTES = 30;
/** Guards of the talks and of the final offers. */
let ConsultationGuards = class ConsultationGuards {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        const panel = (this.registry.contribute.bind(this.registry));
        panel('not_a_consultation', (_, __, { open }) => Promise.resolve(open.method === 'COMPETITIVE_CONSULTATION' ? null : { facts: { method: open.method } }));
        panel('requirement_proposed', async (tx, lot) => proposed(tx, lot));
        panel('requirement_unconfirmed', async (tx, lot) => proposed(tx, lot));
        panel('requirement_not_proposed', async (tx, lot) => ((await proposed(tx, lot)) === null ? {} : null));
        panel('responses_running', async (tx, lot) => {
            const bids = (await openResponses(tx, lot)).filter(({ in_time }) => in_time).map(({ bid }) => bid);
            return bids.length > 0 ? { facts: { bids } } : null;
        });
        panel('final_deadline_past', async (tx, _, { deadlineAt }) => {
            const [row] = await tx.query(`SELECT $1::timestamptz > business_now() AS ahead`, [
                deadlineAt,
            ]);
            if (row?.ahead)
                return null;
            const text = { en: 'Must lie ahead', zh: '应晚于当前时间' };
            return { errors: [{ pointer: '/deadlineAt', code: 'too_early', text }] };
        });
        // [2014] 214 articles 20 and 21 give suppliers a time and no number for it: POLICY, the thirty minutes that [2026] 2 gives
        // for the explanation of a price.
        panel('answer_time_too_short', async (tx, _, { answerBy }) => {
            const now = await tx.now();
            if (answerBy !== undefined && Date.parse(answerBy.at) >= now.getTime() + LEAST_MINUTES * 60_000)
                return null;
            const text = { en: `At least ${LEAST_MINUTES} minutes from now`, zh: `自现在起不少于 ${LEAST_MINUTES} 分钟` };
            return {
                facts: { leastMinutes: LEAST_MINUTES, basis: 'POLICY' },
                errors: [{ pointer: answerBy?.pointer ?? '', code: 'too_early', text }],
            };
        });
        const supplier = (this.registry.contribute.bind(this.registry));
        supplier('not_in_consultation', (_, __, { place }) => Promise.resolve(place.state === 'valid' ? null : { facts: { state: place.state } }));
        supplier('response_not_asked', (_, __, { place: { asked } }) => Promise.resolve(asked !== null && !asked.answered ? null : {}));
        supplier('final_offer_made', (_, __, { offered }) => Promise.resolve(offered ? {} : null));
    }
};
ConsultationGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], ConsultationGuards);
export { ConsultationGuards };
async function proposed(tx, lot) {
    const change = await changeInState(tx, lot, 'proposed');
    return change === undefined ? null : { facts: { change: change.id } };
}
//# sourceMappingURL=consultation.guards.js.map
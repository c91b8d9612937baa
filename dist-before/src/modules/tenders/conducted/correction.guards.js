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
import { WorkingCalendars } from '../../../platform/calendar/calendar.store.js';
import { todayInShanghai } from '../../../platform/clock/moment.js';
import { LifecycleRegistry } from '../../../platform/lifecycle/registry.js';
import { lotsOf } from './conducted-tender.js';
import { affectsPreparation, objectChanges, qualificationChanges } from './correction.rules.js';
import { tooShort } from './issue.rules.js';
/** What a change of issued documents may not do, and the time that it has to leave. */
let CorrectionGuards = class CorrectionGuards {
    registry;
    calendars;
    constructor(registry, calendars) {
        this.registry = registry;
        this.calendars = calendars;
    }
    onModuleInit() {
        const { registry } = this;
        // Order 87 article 27, and the same for a consultation.
        registry.contribute('correction_changes_object', async (tx, id, { correction = {} }) => refuse(objectChanges(await issuedOf(tx, id), correction)));
        registry.contribute('correction_changes_qualification', async (tx, id, { correction = {} }) => refuse(qualificationChanges(await issuedOf(tx, id), correction)));
        // What was promised to bidders is not taken back: they plan by it. A choice of this system, without an article.
        registry.contribute('deadline_moved_forward', async (tx, id, { correction = {} }) => {
            const { tender } = await issuedOf(tx, id);
            const moved = correction.plan?.deadlineAt;
            if (moved === undefined || tender.deadline_at === null)
                return null;
            if (moved !== null && new Date(moved) >= tender.deadline_at)
                return null;
            return {
                errors: [
                    {
                        pointer: '/correction/plan/deadlineAt',
                        code: 'minimum',
                        text: {
                            en: `Not before ${tender.deadline_at.toISOString()}`,
                            zh: `不得早于 ${tender.deadline_at.toISOString()}`,
                        },
                    },
                ],
            };
        });
        registry.contribute('clarification_too_late', async (tx, id, { correction = {} }) => {
            const issued = await issuedOf(tx, id);
            if (!affectsPreparation(issued, correction))
                return null;
            return this.tooLate(tx, issued.tender, correction.plan?.deadlineAt ?? null);
        });
    }
    /**
     * Regulation article 31 II, Order 87 article 27: 15 days; [2014] 214 article 10: 5 days. From the notice of a change that
     * may affect how bids are prepared to the deadline, which else has to move.
     */
    async tooLate(tx, tender, moved) {
        const end = moved ?? tender.deadline_at;
        const dates = {
            start: todayInShanghai(await tx.now()),
            end: end === null ? null : todayInShanghai(new Date(end)),
            pointer: '/correction/plan/deadlineAt',
        };
        return tooShort(tender.method, 'clarification', dates, await this.calendars.current());
    }
};
CorrectionGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry,
        WorkingCalendars])
], CorrectionGuards);
export { CorrectionGuards };
const refuse = (errors) => (errors.length > 0 ? { errors } : null);
async function issuedOf(tx, id) {
    const [tender] = await tx.query(`SELECT * FROM tender WHERE id = $1`, [id]);
    return { tender: tender, lots: await lotsOf(tx, id) };
}
//# sourceMappingURL=correction.guards.js.map
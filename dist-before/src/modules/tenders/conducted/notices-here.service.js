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
import { todayInShanghai } from '../../../platform/clock/moment.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import { mustHoldFor } from '../acting-for.js';
import { factsOfRoots, storeFacts } from '../facts.store.js';
import { projectNotices } from '../notice.projection.js';
import { changeOf } from '../open-tender.js';
import { lockConducted } from './conducted-tender.js';
import { NoticeSteps } from './notice.steps.js';
import { officially, publishedHereAfter } from './official-day.rules.js';
/** Which facts a notice of the kind tells. */
const FACT_OF = {
    intent: 'intention',
    tender: 'notice',
    correction: 'correction',
    result: 'award',
    contract: 'contract',
    acceptance: 'acceptance',
};
/** Where the notices of a purchase conducted here stand on the official site, and since when. */
let NoticesHereService = class NoticesHereService {
    transactions;
    steps;
    constructor(transactions, steps) {
        this.transactions = transactions;
        this.steps = steps;
    }
    /** The official site's address and day take the place of what was said here; its periods count from that day. */
    record(principal, id, dto) {
        return this.transactions.run(principal, async (tx) => {
            const tender = await lockConducted(tx, id, undefined);
            await mustHoldFor(tx, 'tender.draft', tender);
            if (dto.publishedOn > todayInShanghai(await tx.now()))
                throw new Problem('dated_in_future', {
                    errors: [
                        {
                            pointer: '/publishedOn',
                            code: 'dated_in_future',
                            text: { en: 'This day has not come yet', zh: '该日期尚未到来' },
                        },
                    ],
                });
            const subjects = dto.kind === 'acceptance' ? await contractsOf(tx, id) : [{ type: 'tender', id }];
            const stored = await factsOfRoots(tx.manager, subjects.map((subject) => subject.id));
            const { url, publishedOn, reference = null } = dto;
            const source = { kind: 'notice', url, publishedOn, reference };
            const moved = [];
            for (const subject of subjects) {
                const existing = stored.get(subject.id) ?? [];
                const facts = officially(existing, FACT_OF[dto.kind], source);
                mustFollowPublication(publishedHereAfter(existing, facts, publishedOn));
                const all = (await storeFacts(tx, subject, facts, existing));
                if (facts.length > 0)
                    await projectNotices(tx, id, subject.type === 'contract' ? subject.id : null, all);
                moved.push(...facts);
            }
            if (moved.length === 0)
                throw nothingPublished();
            await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
            await tx.record({
                ...changeOf(tender),
                action: 'notice_recorded',
                data: { kind: dto.kind, url, publishedOn, facts: moved.flatMap((fact) => fact.replaces ?? []) },
                public: tender.published,
            });
            const lots = moved.map(({ lot }) => lot);
            await this.steps.recorded(tx, { tender, kind: dto.kind, lots, url, publishedOn });
        });
    }
};
NoticesHereService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        NoticeSteps])
], NoticesHereService);
export { NoticesHereService };
/** Nothing stood on the official site before it was published here: no earlier day makes its periods longer. */
function mustFollowPublication(first) {
    if (first === null)
        return;
    const text = { en: `Published on ${first}`, zh: `本系统于 ${first} 发布` };
    throw new Problem('notice_backdated', { errors: [{ pointer: '/publishedOn', code: 'notice_backdated', text }] });
}
const contractsOf = async (tx, tender) => (await tx.query(`SELECT id FROM contract WHERE tender_id = $1 AND state NOT IN ('draft', 'void') ORDER BY id FOR NO KEY UPDATE`, [tender])).map(({ id }) => ({ type: 'contract', id }));
const nothingPublished = () => new Problem('not_found', {
    errors: [
        {
            pointer: '/kind',
            code: 'not_found',
            text: { en: 'No such notice waits for its address', zh: '没有待登记地址的此类公告' },
        },
    ],
});
//# sourceMappingURL=notices-here.service.js.map
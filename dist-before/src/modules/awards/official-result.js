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
import { todayInShanghai } from '../../platform/clock/moment.js';
import { NoticeSteps } from '../tenders/conducted/notice.steps.js';
import { changeOf } from '../tenders/open-tender.js';
import { purchaseOf } from './challenges.service.js';
import { changeOfRemedy } from './remedy-root.js';
import { scopeOfChallenge } from './remedy.rules.js';
import { RemedySteps } from './remedy.steps.js';
/** A result, or the documents, appeared officially on another day than here: what was counted from it is counted anew. */
let OfficialResult = class OfficialResult {
    notices;
    remedies;
    calendars;
    constructor(notices, remedies, calendars) {
        this.notices = notices;
        this.remedies = remedies;
        this.calendars = calendars;
    }
    onModuleInit() {
        this.notices.contribute(async (tx, notice) => {
            if (notice.kind === 'result')
                await moveAwards(tx, notice);
            if (notice.kind === 'result' || notice.kind === 'tender')
                await this.determineAnew(tx, notice.tender.id);
        });
    }
    /**
     * Who seemed late by the day of this system is asked again; nobody is put out of time by a word of the buyer. What was set
     * aside for it is taken up: the time to answer ran from its receipt (Law article 53).
     */
    async determineAnew(tx, tender) {
        const calendar = await this.calendars.current();
        const open = await tx.query(`SELECT *, known_on::text, last_day::text FROM challenge
       WHERE tender_id = $1 AND state IN ('received', 'out_of_scope') AND scope IN ('late', 'in_scope')
       ORDER BY id FOR NO KEY UPDATE`, [tender]);
        for (const challenge of open) {
            const { id, lot_id, stage, known_on: knownOn, challenger_id: by } = challenge;
            const purchase = await purchaseOf(tx, { id: tender, lot_id }, by, { stage, knownOn }, calendar);
            const now = scopeOfChallenge(purchase, todayInShanghai(challenge.received_at), calendar);
            const isLater = now.lastDay !== null && challenge.last_day !== null && now.lastDay > challenge.last_day;
            if (!isLater || (now.scope !== 'in_scope' && now.scope !== 'late'))
                continue;
            const isAside = challenge.state === 'out_of_scope' && now.scope === 'in_scope';
            await tx.query(`UPDATE challenge SET scope = $2, last_day = $3, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id, now.scope, now.lastDay]);
            if (isAside)
                await tx.query(`UPDATE challenge SET state = 'received', answered_at = NULL, answer = NULL WHERE id = $1`, [
                    id,
                ]);
            await asSystem(tx, () => tx.record({
                ...changeOfRemedy('challenge', challenge, by),
                action: isAside ? 'take_up' : 'determined_anew',
                ...(isAside && { from: 'out_of_scope', to: 'received' }),
                data: { tender, scope: now.scope, lastDay: now.lastDay },
            }));
            if (challenge.scope === 'late' && now.scope === 'in_scope')
                await this.remedies.disputed(tx, { tender, lot: lot_id, kind: 'challenge', id });
        }
    }
};
OfficialResult = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [NoticeSteps,
        RemedySteps,
        WorkingCalendars])
], OfficialResult);
export { OfficialResult };
/** The award is published on the day on which everybody could read it; standstill and signing are counted from there. */
async function moveAwards(tx, { tender, lots, publishedOn }) {
    const moved = await tx.query(`UPDATE award a SET published_on = $3, version = a.version + 1 FROM lot l
     WHERE l.id = a.lot_id AND a.tender_id = $1 AND a.state IN ('active', 'contracted') AND a.published_on <> $3
       AND (l.no = ANY ($2::int[]) OR $4::boolean) RETURNING a.id, a.supplier_id AS supplier`, [tender.id, lots.filter((lot) => lot !== null), publishedOn, lots.includes(null)]);
    const about = changeOf(tender);
    for (const { id, supplier } of moved)
        await tx.record({
            ...about,
            aggregate: 'award',
            id,
            tenants: [...new Set([...about.tenants, supplier])].filter((body) => body !== null),
            public: true,
            action: 'notice_recorded',
            data: { tender: tender.id, publishedOn },
        });
}
async function asSystem(tx, act) {
    const { actor } = tx;
    tx.actor = SYSTEM;
    await act();
    tx.actor = actor;
}
//# sourceMappingURL=official-result.js.map
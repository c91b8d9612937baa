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
import { WorkingCalendars } from '../../platform/calendar/calendar.store.js';
import { assess } from './assess.rules.js';
import { storeAssessments } from './assessment.store.js';
import { storeDeadlines } from './deadline.store.js';
import { FlagKeeper } from './flag.keeper.js';
import { loadSubjects, refName } from './loading/load.js';
import { INDICATORS } from './registry.js';
const LOCK_SUBJECTS = `SELECT pg_advisory_xact_lock(hashtextextended(s, 600)) FROM unnest($1::text[]) s`;
/**
 * Assesses subjects: facts by set-based SQL, pure rules, one upsert. The job of a change, the sweep of what is due and the
 * full pass all come through here, so they cannot differ.
 *
 * Subjects are locked, in one order, before their facts are read: of two passes over one subject the later reads
 * everything that the earlier one's cause had committed, and the last answer stored is the newest.
 */
let RiskEngine = class RiskEngine {
    calendars;
    keeper;
    constructor(calendars, keeper) {
        this.calendars = calendars;
        this.keeper = keeper;
    }
    async assess(tx, subjects, run = null) {
        const refs = distinct(subjects);
        if (refs.length === 0)
            return { subjects: 0, changed: 0 };
        await tx.query(LOCK_SUBJECTS, [refs.map(refName).sort()]);
        await tx.now();
        const loaded = await loadSubjects(tx, refs, await this.context(tx));
        const assessed = loaded.flatMap(assessSubject);
        const frames = loaded.map((subject) => subject.frame);
        const changed = await storeAssessments(tx, refs, frames, assessed, run);
        await storeDeadlines(tx, refs, loaded);
        await this.keeper.keep(tx, changed, assessed);
        return { subjects: refs.length, changed: changed.length };
    }
    async context(reader) {
        const [row] = await reader.query(`SELECT business_today()::text AS today`, []);
        return { calendar: await this.calendars.current(), today: row?.today ?? '' };
    }
};
RiskEngine = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [WorkingCalendars,
        FlagKeeper])
], RiskEngine);
export { RiskEngine };
/** Every rule that speaks of the subject, on its facts. */
export function assessSubject({ frame, facts }) {
    return INDICATORS.filter((indicator) => indicator.subjectTypes.includes(frame.subject.type)).flatMap((indicator) => {
        const given = facts[indicator.facts];
        if (given === undefined)
            return [];
        return [{ assessment: assess(indicator, given), frame, inputs: given }];
    });
}
const distinct = (subjects) => [
    ...new Map(subjects.map(({ type, id }) => [`${type}:${id}`, { type, id }])).values(),
];
//# sourceMappingURL=risk.engine.js.map
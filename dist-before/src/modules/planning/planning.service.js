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
import { Problem } from '../../platform/errors/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { planBackward } from '../rules/planner.rules.js';
import { isPlannable } from '../rules/planner.types.js';
import { windowFigures } from '../rules/window.rules.js';
/** Answers about dates. Nothing is stored. */
let PlanningService = class PlanningService {
    calendars;
    constructor(calendars) {
        this.calendars = calendars;
    }
    async window(question) {
        inOrder(question.start, question.end, '/end');
        const noService = question.noService?.map((span, i) => {
            inOrder(span.from, span.to, `/noService/${i}/to`);
            return { from: span.from, to: span.to, why: span.why ?? null };
        });
        return windowFigures(await this.calendars.current(), { ...question, noService });
    }
    async backward(question) {
        const asked = {
            method: plannable(question.method),
            wanted: wanted(question.wanted),
            budgetLevel: question.budgetLevel,
        };
        return planBackward(await this.calendars.current(), asked);
    }
};
PlanningService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [WorkingCalendars])
], PlanningService);
export { PlanningService };
function inOrder(start, end, pointer) {
    if (start <= end)
        return;
    const text = { en: `${end} lies before ${start}`, zh: `${end} 早于 ${start}` };
    throw new Problem('end_before_start', { detail: text, errors: [{ pointer, code: 'end_before_start', text }] });
}
function plannable(method) {
    if (isPlannable(method))
        return method;
    throw new Problem('method_not_plannable');
}
function wanted({ challengeClosedBy, contractBy, startBy }) {
    const given = [
        ...(challengeClosedBy ? [{ challengeClosedBy }] : []),
        ...(contractBy ? [{ contractBy }] : []),
        ...(startBy ? [{ startBy }] : []),
    ];
    const [only] = given;
    if (only !== undefined && given.length === 1)
        return only;
    const text = {
        en: 'Give exactly one of challengeClosedBy, contractBy, startBy',
        zh: 'challengeClosedBy、contractBy、startBy 应且只应给出一个',
    };
    throw invalid('/wanted', 'exactly_one', text);
}
//# sourceMappingURL=planning.service.js.map
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
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { recipientsOf } from './sampling.sql.js';
import { surveyLifecycle } from './survey.lifecycle.js';
/** What a survey must be before it goes on. */
let SurveyGuards = class SurveyGuards {
    registry;
    constructor(registry) {
        this.registry = registry;
    }
    onModuleInit() {
        this.registry.register(surveyLifecycle);
        this.where('sample_drawn', `r.drawn_at IS NOT NULL`);
        this.where('sample_missing', `r.drawn_at IS NULL`);
        this.where('recipients_unknown', `NOT EXISTS (SELECT FROM recipient p WHERE ${recipientsOf('r.contract_id')})`);
        this.where('questions_missing', `r.questions = '[]'`);
        this.where('survey_over', `r.closes_on < business_today()`);
        this.where('survey_running', `r.closes_on >= business_today() AND EXISTS (SELECT FROM survey_slip s WHERE s.survey_id = r.id AND NOT s.used)`);
        this.registry.contribute('code_used', async (tx, id, { slip }) => {
            const rows = await tx.query(`SELECT FROM survey_slip s WHERE s.survey_id = $1 AND (s.no = $2 OR $2::int IS NULL) HAVING bool_and(s.used)`, [id, slip ?? null]);
            return rows.length > 0 ? {} : null;
        });
    }
    /** Refuses where this is so of the survey. */
    where(code, condition) {
        this.registry.contribute(code, async (tx, id) => {
            const rows = await tx.query(`SELECT FROM survey r WHERE r.id = $1 AND ${condition}`, [id]);
            return rows.length > 0 ? {} : null;
        });
    }
};
SurveyGuards = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [LifecycleRegistry])
], SurveyGuards);
export { SurveyGuards };
//# sourceMappingURL=survey.guards.js.map
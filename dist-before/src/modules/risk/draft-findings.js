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
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { DraftSteps } from '../tenders/conducted/draft.steps.js';
import { PreviewsService } from './previews.service.js';
/**
 * The rules speak before the mistake: what they say of a draft is stored with its submission, and an approver gives a
 * reason for each that warns. No finding forbids an approval.
 */
let DraftFindings = class DraftFindings {
    steps;
    registry;
    previews;
    constructor(steps, registry, previews) {
        this.steps = steps;
        this.registry = registry;
        this.previews = previews;
    }
    onModuleInit() {
        this.steps.contribute((tx, tender) => this.store(tx, tender));
        this.registry.contribute('risk_unexplained', async (tx, id, { findings = [] }) => {
            const open = await tx.query(`SELECT DISTINCT indicator FROM tender_finding
         WHERE tender_id = $1 AND state = 'triggered' AND severity IN ('risk', 'violation') ORDER BY indicator`, [id]);
            const silent = open.map((f) => f.indicator).filter((name) => !findings.some((f) => f.indicator === name));
            return silent.length === 0
                ? null
                : {
                    errors: silent.map((indicator) => ({
                        pointer: '/findings',
                        code: 'required',
                        text: {
                            en: `Say why you go on in spite of ${indicator}`,
                            zh: `请说明在 ${indicator} 预警下仍予批准的理由`,
                        },
                    })),
                    facts: { indicators: silent },
                };
        });
    }
    async store(tx, tender) {
        const assessments = await this.previews.assess(SYSTEM, tender);
        await tx.query(`DELETE FROM tender_finding WHERE tender_id = $1`, [tender]);
        await tx.query(`INSERT INTO tender_finding (tender_id, indicator, subject_id, state, severity, assessment)
       SELECT $1, g.indicator, g.subject, g.state, g.severity, g.assessment FROM jsonb_to_recordset($2::jsonb)
         AS g(indicator text, subject text, state text, severity text, assessment jsonb)`, [
            tender,
            JSON.stringify(assessments.map((a) => ({
                indicator: a.indicator,
                subject: a.subject.id,
                state: a.state,
                severity: a.severity,
                assessment: a,
            }))),
        ]);
    }
};
DraftFindings = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [DraftSteps,
        LifecycleRegistry,
        PreviewsService])
], DraftFindings);
export { DraftFindings };
//# sourceMappingURL=draft-findings.js.map
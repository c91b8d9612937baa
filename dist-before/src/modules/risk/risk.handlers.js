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
import { JobRegistry } from '../../platform/queue/job-registry.js';
import { Assessor } from './assessor.service.js';
import { assessDue, assessSubject, assessTouched, runRisk } from './risk.jobs.js';
import { Reassessment } from './reassessment.js';
/** Gives the jobs their work. Ids only come in; everything else is read anew. */
let RiskHandlers = class RiskHandlers {
    registry;
    assessor;
    runs;
    constructor(registry, assessor, runs) {
        this.registry = registry;
        this.assessor = assessor;
        this.runs = runs;
    }
    onModuleInit() {
        this.registry.handle(assessTouched, (tx, root) => this.assessor.touched(tx, root));
        this.registry.handle(assessSubject, (tx, subject) => this.assessor.one(tx, subject));
        this.registry.handle(assessDue, async () => {
            await this.assessor.due();
        });
        this.registry.handle(runRisk, ({ id }) => this.runs.perform(id));
    }
};
RiskHandlers = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        Assessor,
        Reassessment])
], RiskHandlers);
export { RiskHandlers };
//# sourceMappingURL=risk.handlers.js.map
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { ContractsModule } from '../contracts/contracts.module.js';
import { SurveysModule } from '../surveys/surveys.module.js';
import { EvaluationGuards } from './evaluation.guards.js';
import { EvaluationsController } from './evaluations.controller.js';
import { EvaluationsQueries } from './evaluations.queries.js';
import { EvaluationsService } from './evaluations.service.js';
import { MeetingsController } from './meetings.controller.js';
import { MeetingsQueries } from './meetings.queries.js';
import { MeetingsService } from './meetings.service.js';
import { RatingsController } from './ratings.controller.js';
import { RatingsService } from './ratings.service.js';
import { SchemesController } from './schemes.controller.js';
import { SchemesQueries } from './schemes.queries.js';
import { SchemesService } from './schemes.service.js';
/** How well a service was: schemes by which it is judged, evaluations, meetings about it, and what is said of buyer and agent. */
let EvaluationsModule = class EvaluationsModule {
};
EvaluationsModule = __decorate([
    Module({
        imports: [ContractsModule, DocumentsModule, SurveysModule],
        controllers: [SchemesController, EvaluationsController, MeetingsController, RatingsController],
        providers: [
            SchemesService,
            SchemesQueries,
            EvaluationGuards,
            EvaluationsService,
            EvaluationsQueries,
            MeetingsService,
            MeetingsQueries,
            RatingsService,
        ],
    })
], EvaluationsModule);
export { EvaluationsModule };
//# sourceMappingURL=evaluations.module.js.map
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { ContractsModule } from '../contracts/contracts.module.js';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { DemonstrationLoader } from './demonstration.loader.js';
import { PracticeLoader } from './practice.loader.js';
/** The study's purchases, an invented market and real notices, for a first look. */
let DemonstrationModule = class DemonstrationModule {
};
DemonstrationModule = __decorate([
    Module({
        imports: [TendersModule, ContractsModule, ImplementationModule, ImportsModule],
        providers: [DemonstrationLoader, PracticeLoader],
        exports: [DemonstrationLoader],
    })
], DemonstrationModule);
export { DemonstrationModule };
//# sourceMappingURL=demonstration.module.js.map
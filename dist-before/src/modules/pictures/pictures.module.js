var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { ImplementationModule } from '../implementation/implementation.module.js';
import { RiskModule } from '../risk/risk.module.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesQueries } from './pictures.queries.js';
/** What is read elsewhere as JSON, drawn. */
let PicturesModule = class PicturesModule {
};
PicturesModule = __decorate([
    Module({
        imports: [ImplementationModule, RiskModule],
        controllers: [PicturesController],
        providers: [PicturesQueries],
    })
], PicturesModule);
export { PicturesModule };
//# sourceMappingURL=pictures.module.js.map
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { CodeListsController } from './code-lists.controller.js';
import { RulesController } from './rules.controller.js';
import { ThresholdsController } from './thresholds.controller.js';
import { ThresholdsService } from './thresholds.service.js';
/** Law as data: rules, code lists, thresholds. The arithmetic beside them is pure and needs no module. */
let RulesModule = class RulesModule {
};
RulesModule = __decorate([
    Module({
        controllers: [RulesController, CodeListsController, ThresholdsController],
        providers: [ThresholdsService],
        exports: [ThresholdsService],
    })
], RulesModule);
export { RulesModule };
//# sourceMappingURL=rules.module.js.map
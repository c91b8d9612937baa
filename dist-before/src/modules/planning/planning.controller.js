var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import * as openapi_import_1 from "./window.dto.js";
import * as openapi_import_2 from "./backward.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../platform/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { BackwardPlanDto, BackwardQuestionDto } from './backward.dto.js';
import { PlanningService } from './planning.service.js';
import { WindowQuestionDto } from './window.dto.js';
let PlanningController = class PlanningController {
    planning;
    constructor(planning) {
        this.planning = planning;
    }
    windows(question) {
        return this.planning.window(question);
    }
    async backward(question, language) {
        return BackwardPlanDto.of(await this.planning.backward(question), language);
    }
};
__decorate([
    Post('windows'),
    Public(),
    HttpCode(200),
    Operation('planWindow', 'How much time an implementation window really has', 'validation_failed', 'end_before_start'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.WindowFiguresDto }),
    __param(0, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [WindowQuestionDto]),
    __metadata("design:returntype", Promise)
], PlanningController.prototype, "windows", null);
__decorate([
    Post('backward'),
    Public(),
    HttpCode(200),
    Operation('planBackward', 'The last safe and the last possible day to issue the documents', 'validation_failed', 'method_not_plannable'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.BackwardPlanDto }),
    __param(0, Body()),
    __param(1, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [BackwardQuestionDto, String]),
    __metadata("design:returntype", Promise)
], PlanningController.prototype, "backward", null);
PlanningController = __decorate([
    ApiTags('planning'),
    Controller('planning'),
    __metadata("design:paramtypes", [PlanningService])
], PlanningController);
export { PlanningController };
//# sourceMappingURL=planning.controller.js.map
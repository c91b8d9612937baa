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
import * as openapi_import_1 from "./rule.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../platform/access/decorators.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { tablePage } from '../../platform/http/table-page.js';
import { rulesInForce } from './rule-book.js';
import { RuleDto, RuleListDto, RuleQueryDto } from './rule.dto.js';
let RulesController = class RulesController {
    list(query, language, url) {
        const page = tablePage(rulesInForce(query), (rule) => rule.id, query, url);
        return { items: page.items.map((rule) => RuleDto.of(rule, language)), next: page.next };
    }
};
__decorate([
    Get(),
    Public(),
    Operation('listRules', 'The dated rules of law and policy, as they stood on a day', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RuleListDto }),
    __param(0, Query()),
    __param(1, Lang()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [RuleQueryDto, String, String]),
    __metadata("design:returntype", RuleListDto)
], RulesController.prototype, "list", null);
RulesController = __decorate([
    ApiTags('rules'),
    Controller('rules')
], RulesController);
export { RulesController };
//# sourceMappingURL=rules.controller.js.map
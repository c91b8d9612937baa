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
import * as openapi_import_1 from "./progress.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../../platform/access/decorators.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { ProgressQueries } from './progress.queries.js';
/** What a contract promised, what is done, and what will be. */
let ProgressController = class ProgressController {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    get(scope, contract) {
        return this.queries.one(scope, contract);
    }
};
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('getContractProgress', 'Each standard of a contract against its records: target, done, forecast with its 95 % interval', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ContractProgressDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], ProgressController.prototype, "get", null);
ProgressController = __decorate([
    ApiTags('contracts'),
    Controller('contracts/:id/progress'),
    __metadata("design:paramtypes", [ProgressQueries])
], ProgressController);
export { ProgressController };
//# sourceMappingURL=progress.controller.js.map
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
import * as openapi_import_1 from "./me.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, SignedIn } from '../../platform/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { MeQueries } from './me.queries.js';
let MeController = class MeController {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    me(principal) {
        return this.queries.me(principal);
    }
};
__decorate([
    Get(),
    SignedIn(),
    Operation('me', 'Who the caller is, in which seats, with which permissions', 'not_signed_in', 'invalid_token'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MeDto }),
    __param(0, CurrentPrincipal()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Promise)
], MeController.prototype, "me", null);
MeController = __decorate([
    ApiTags('me'),
    Controller('me'),
    __metadata("design:paramtypes", [MeQueries])
], MeController);
export { MeController };
//# sourceMappingURL=me.controller.js.map
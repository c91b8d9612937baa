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
import * as openapi_import_1 from "./history.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../access/decorators.js';
import { ListUrl } from '../http/list.js';
import { Operation } from '../http/operation.js';
import { HistoryQuery } from './history.dto.js';
import { HistoryQueries } from './history.queries.js';
let HistoryController = class HistoryController {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
};
__decorate([
    Get(),
    Permit('history.read'),
    Operation('listHistory', 'What happened to one object', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.HistoryDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, HistoryQuery, String]),
    __metadata("design:returntype", Promise)
], HistoryController.prototype, "list", null);
HistoryController = __decorate([
    ApiTags('history'),
    Controller('history'),
    __metadata("design:paramtypes", [HistoryQueries])
], HistoryController);
export { HistoryController };
//# sourceMappingURL=history.controller.js.map
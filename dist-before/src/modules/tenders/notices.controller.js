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
import * as openapi_import_1 from "./notice-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../platform/access/decorators.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NoticesQueries } from './notices.queries.js';
import { NoticeQuery } from './tender.dto.js';
let NoticesController = class NoticesController {
    queries;
    constructor(queries) {
        this.queries = queries;
    }
    search(query, url) {
        return this.queries.list(query, url);
    }
};
__decorate([
    Get(),
    Public(),
    Operation('searchNotices', 'Search what was published; findings are not public', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.NoticeListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [NoticeQuery, String]),
    __metadata("design:returntype", Promise)
], NoticesController.prototype, "search", null);
NoticesController = __decorate([
    ApiTags('notices'),
    Controller('notices'),
    __metadata("design:paramtypes", [NoticesQueries])
], NoticesController);
export { NoticesController };
//# sourceMappingURL=notices.controller.js.map
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
import * as openapi_import_1 from "./code-list.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Lang, SignedIn } from '../../platform/access/decorators.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { tablePage } from '../../platform/http/table-page.js';
import { CodeItemDto, CodeListDto } from './code-list.dto.js';
import { CODE_LISTS, listNamed } from './code-lists.js';
let CodeListsController = class CodeListsController {
    list(name, query, language, url) {
        const page = tablePage(listNamed(name), (item) => item.code, query, url);
        return { items: page.items.map((item) => CodeItemDto.of(item, language)), next: page.next };
    }
};
__decorate([
    Get(':name'),
    SignedIn(),
    ApiParam({ name: 'name', enum: Object.keys(CODE_LISTS) }),
    Operation('getCodeList', 'The codes of one list, in their order', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CodeListDto }),
    __param(0, Param('name')),
    __param(1, Query()),
    __param(2, Lang()),
    __param(3, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String, PageQuery, String, String]),
    __metadata("design:returntype", CodeListDto)
], CodeListsController.prototype, "list", null);
CodeListsController = __decorate([
    ApiTags('code-lists'),
    Controller('code-lists')
], CodeListsController);
export { CodeListsController };
//# sourceMappingURL=code-lists.controller.js.map
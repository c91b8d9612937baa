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
import * as openapi_import_1 from "./notices-here.dto.js";
import * as openapi_import_2 from "../tender-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../platform/access/decorators.js';
import { Id } from '../../../platform/http/id.js';
import { Operation } from '../../../platform/http/operation.js';
import { TendersQueries } from '../tenders.queries.js';
import { TEXT_KINDS } from './notice-text.rules.js';
import { NoticeTextsQueries } from './notice-texts.queries.js';
import { NoticeAddressDto } from './notices-here.dto.js';
import { NoticesHereService } from './notices-here.service.js';
/** Notices of a purchase: their text for the official site, and where they stand there. */
let NoticesHereController = class NoticesHereController {
    notices;
    texts;
    queries;
    constructor(notices, texts, queries) {
        this.notices = notices;
        this.texts = texts;
        this.queries = queries;
    }
    text(scope, id, kind) {
        return this.texts.text(scope, id, kind);
    }
    one(scope, id, kind) {
        return this.texts.one(scope, id, kind);
    }
    async record(principal, scope, lang, id, body) {
        await this.notices.record(principal, id, body);
        return this.queries.one(scope, id, lang);
    }
};
__decorate([
    Get(':kind/text'),
    ApiParam({ name: 'kind', enum: TEXT_KINDS }),
    Permit('tender.read'),
    Header('Content-Type', 'text/plain; charset=utf-8'),
    ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } }),
    Operation('getNoticeText', 'The text of a notice in Chinese for the official site; what the rules ask for and is not known stands as a blank', 'not_signed_in', 'not_permitted', 'not_found'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Param('kind')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], NoticesHereController.prototype, "text", null);
__decorate([
    Get(':kind'),
    ApiParam({ name: 'kind', enum: TEXT_KINDS }),
    Permit('tender.read'),
    Operation('getNotice', 'A notice in Chinese with what the rules ask of it and nothing on record says, to be seen before it is pasted', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.NoticeTextDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Param('kind')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], NoticesHereController.prototype, "one", null);
__decorate([
    Post(),
    HttpCode(200),
    Permit('tender.draft'),
    Operation('recordNoticeAddress', 'Record where a notice of a purchase conducted here stands on the official site', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conducted_elsewhere', 'dated_in_future', 'notice_backdated'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, NoticeAddressDto]),
    __metadata("design:returntype", Promise)
], NoticesHereController.prototype, "record", null);
NoticesHereController = __decorate([
    ApiTags('tenders'),
    Controller('tenders/:id/notices'),
    __metadata("design:paramtypes", [NoticesHereService,
        NoticeTextsQueries,
        TendersQueries])
], NoticesHereController);
export { NoticesHereController };
//# sourceMappingURL=notices-here.controller.js.map
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
import * as openapi_import_1 from "./review-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { PanelService } from './panel.service.js';
import { AppointDto, DeclarationsDto, EndMemberDto } from './review.dto.js';
import { APPOINTING, REVIEWING, WITH_VERSION } from './review.codes.js';
import { ReviewsQueries } from './reviews.queries.js';
/** Who sits in the panel of a lot, and what they declare. */
let PanelController = class PanelController {
    panel;
    queries;
    constructor(panel, queries) {
        this.panel = panel;
        this.queries = queries;
    }
    read(principal, id, lang) {
        return this.queries.of(principal, id, lang);
    }
    async appoint(principal, lang, id, body) {
        await this.panel.appoint(principal, id, body);
        return this.queries.of(principal, id, lang);
    }
    async remove(principal, lang, id, member, version, body) {
        await this.panel.end(principal, id, member, version, body, false);
        return this.queries.of(principal, id, lang);
    }
    async replace(principal, lang, id, member, version, body) {
        await this.panel.end(principal, id, member, version, body, true);
        return this.queries.of(principal, id, lang);
    }
    async declare(principal, lang, id, body) {
        await this.panel.declare(principal, id, body);
        return this.queries.of(principal, id, lang);
    }
};
__decorate([
    Get(),
    Permit('tender.read'),
    Operation('getReview', 'The reviews of a tender, lot by lot', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], PanelController.prototype, "read", null);
__decorate([
    Post('members'),
    HttpCode(200),
    Permit('panel.appoint'),
    Operation('appointPanelMember', 'Appoint a member to the panel of a lot', ...REVIEWING, ...APPOINTING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, AppointDto]),
    __metadata("design:returntype", Promise)
], PanelController.prototype, "appoint", null);
__decorate([
    Post('members/:member/actions/remove'),
    HttpCode(200),
    Permit('panel.appoint'),
    Operation('removePanelMember', 'Take a member out of the panel before any score', ...REVIEWING, ...WITH_VERSION, 'replacement_ground_missing'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Id('member')),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, Number, EndMemberDto]),
    __metadata("design:returntype", Promise)
], PanelController.prototype, "remove", null);
__decorate([
    Post('members/:member/actions/replace'),
    HttpCode(200),
    Permit('panel.appoint'),
    Operation('replacePanelMember', 'Put another in the place of a member; what the replaced one scored is void', ...REVIEWING, ...WITH_VERSION, 'replacement_ground_missing', ...APPOINTING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Id('member')),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, Number, EndMemberDto]),
    __metadata("design:returntype", Promise)
], PanelController.prototype, "replace", null);
__decorate([
    Post('declarations'),
    HttpCode(200),
    Permit('panel.act'),
    Operation('declareTies', 'Declare for every bidder whether there is a tie', ...REVIEWING, 'bidders_unknown', 'declaration_incomplete'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReviewsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, DeclarationsDto]),
    __metadata("design:returntype", Promise)
], PanelController.prototype, "declare", null);
PanelController = __decorate([
    ApiTags('reviews'),
    Controller('tenders/:id/review'),
    __metadata("design:paramtypes", [PanelService,
        ReviewsQueries])
], PanelController);
export { PanelController };
//# sourceMappingURL=panel.controller.js.map
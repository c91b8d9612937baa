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
import * as openapi_import_1 from "./community.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import { CommunityChangeDto, CommunityQuery, NewCommunityDto, } from './community.dto.js';
let CommunitiesController = class CommunitiesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(query, url) {
        return this.queries.list(query, url);
    }
    one(id) {
        return this.queries.one(id);
    }
    async create(principal, body) {
        return this.queries.one(await this.service.create(principal, body));
    }
    async change(principal, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(id);
    }
};
__decorate([
    Get(),
    Public(),
    Operation('listCommunities', 'List communities', 'validation_failed', 'bad_cursor', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CommunityListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [CommunityQuery, String]),
    __metadata("design:returntype", Promise)
], CommunitiesController.prototype, "list", null);
__decorate([
    Get(':id'),
    Public(),
    Operation('getCommunity', 'One community', 'not_found', 'throttled'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CommunityDto }),
    __param(0, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [String]),
    __metadata("design:returntype", Promise)
], CommunitiesController.prototype, "one", null);
__decorate([
    Post(),
    Permit('community.manage'),
    Operation('createCommunity', 'Create a community', 'validation_failed', 'not_signed_in', 'not_permitted', 'conflict', 'external_id_taken', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.CommunityDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, NewCommunityDto]),
    __metadata("design:returntype", Promise)
], CommunitiesController.prototype, "create", null);
__decorate([
    Patch(':id'),
    Permit('community.manage'),
    Operation('changeCommunity', 'Change a community (RFC 7396)', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'conflict', 'stale_version', 'dataset_mismatch', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.CommunityDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, IfMatch()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, CommunityChangeDto]),
    __metadata("design:returntype", Promise)
], CommunitiesController.prototype, "change", null);
CommunitiesController = __decorate([
    ApiTags('communities'),
    Controller('communities'),
    __metadata("design:paramtypes", [CommunitiesService,
        CommunitiesQueries])
], CommunitiesController);
export { CommunitiesController };
//# sourceMappingURL=communities.controller.js.map
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
import * as openapi_import_1 from "./organisation-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { ExternalIdParam } from '../../platform/http/external-id.param.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NewOrganisationDto, OrganisationChangeDto, OrganisationQuery } from './organisation.dto.js';
import { OrganisationsQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { RelationsDto } from './relations.dto.js';
let OrganisationsController = class OrganisationsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    async create(principal, scope, body) {
        return this.queries.one(scope, await this.service.create(principal, body));
    }
    list(query, url) {
        return this.queries.list(query, url);
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    async change(principal, scope, id, version, body) {
        await this.service.change(principal, id, version, body);
        return this.queries.one(scope, id);
    }
    /** Fields that are not given stay as they are; persons and holdings are stated apart. */
    async put(principal, scope, external, body) {
        return this.queries.one(scope, await this.service.put(principal, external, body));
    }
    async setRelations(principal, scope, id, version, body) {
        await this.service.setRelations(principal, id, version, body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Post(),
    Permit('organisation.record'),
    Operation('createOrganisation', 'Record a body', 'validation_failed', 'not_signed_in', 'not_permitted', 'conflict', 'external_id_taken', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.OrganisationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewOrganisationDto]),
    __metadata("design:returntype", Promise)
], OrganisationsController.prototype, "create", null);
__decorate([
    Get(),
    Permit('organisation.read'),
    Operation('listOrganisations', 'List bodies', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OrganisationListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [OrganisationQuery, String]),
    __metadata("design:returntype", Promise)
], OrganisationsController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('organisation.read'),
    Operation('getOrganisation', 'One body with what stands behind it', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OrganisationDetailDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], OrganisationsController.prototype, "one", null);
__decorate([
    Patch(':id'),
    Permit('organisation.manage'),
    Operation('changeOrganisation', 'Change a body (RFC 7396)', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'conflict', 'stale_version', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OrganisationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, OrganisationChangeDto]),
    __metadata("design:returntype", Promise)
], OrganisationsController.prototype, "change", null);
__decorate([
    openapi.ApiOperation({ description: "Fields that are not given stay as they are; persons and holdings are stated apart." }),
    Put('by-external-id/:system/:externalId'),
    Permit('organisation.record'),
    Operation('putOrganisation', 'Create or change the body that another system calls so; the same answer twice', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'conflict', 'external_id_taken', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OrganisationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, ExternalIdParam()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, Object, NewOrganisationDto]),
    __metadata("design:returntype", Promise)
], OrganisationsController.prototype, "put", null);
__decorate([
    Put(':id/relations'),
    Permit('organisation.manage'),
    Operation('setOrganisationRelations', 'State the persons and bodies behind a body', 'validation_failed', 'bad_if_match', 'not_signed_in', 'not_permitted', 'not_found', 'stale_version', 'dataset_mismatch', 'if_match_required'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OrganisationDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, RelationsDto]),
    __metadata("design:returntype", Promise)
], OrganisationsController.prototype, "setRelations", null);
OrganisationsController = __decorate([
    ApiTags('organisations'),
    Controller('organisations'),
    __metadata("design:paramtypes", [OrganisationsService,
        OrganisationsQueries])
], OrganisationsController);
export { OrganisationsController };
//# sourceMappingURL=organisations.controller.js.map
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
import * as openapi_import_1 from "./flag.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Headers, HttpCode, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit, SignedIn } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam } from '../../platform/openapi/parameter.js';
import { flagAction } from './flag.actions.js';
import { FLAG_ACTIONS } from './flag.lifecycle.js';
import { BulkFlagActionDto, FlagActionDto, FlagListDto, FlagQuery } from './flag.dto.js';
import { FlagsExport } from './flags.export.js';
import { FlagsQueries } from './flags.queries.js';
import { FlagsService } from './flags.service.js';
let FlagsController = class FlagsController {
    service;
    queries;
    exports;
    constructor(service, queries, exports) {
        this.service = service;
        this.queries = queries;
        this.exports = exports;
    }
    /** As `text/csv` everything that matches, without pages. */
    list(principal, query, url, lang, accept) {
        return this.exports.answer(accept, principal, query, url, lang);
    }
    one(principal, id, lang) {
        return this.queries.one(principal, id, lang);
    }
    /** `start-review`, `assign`, `respond`, `explain`, `confirm`, `mark-data-error`, `dismiss` or `reopen`. */
    async act(principal, id, action, version, body, lang) {
        await this.service.act(principal, id, flagAction(action), body, version);
        return this.queries.one(principal, id, lang);
    }
    /** At most 200; each stands alone and has its own result. */
    async actOnAll(principal, action, body, lang) {
        return { results: await this.service.actOnAll(principal, flagAction(action), body, lang) };
    }
};
__decorate([
    openapi.ApiOperation({ description: "As `text/csv` everything that matches, without pages." }),
    Get(),
    SignedIn(),
    ApiExtraModels(FlagListDto),
    ApiOkResponse({
        content: {
            'application/json': { schema: { $ref: getSchemaPath(FlagListDto) } },
            'text/csv': { schema: { type: 'string' } },
        },
    }),
    Operation('listFlags', 'Flags of the own region, and those the own body was asked about', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    __param(0, CurrentPrincipal()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __param(3, Lang()),
    __param(4, Headers('accept')),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, FlagQuery, String, String, Object]),
    __metadata("design:returntype", Promise)
], FlagsController.prototype, "list", null);
__decorate([
    Get(':id'),
    SignedIn(),
    Operation('getFlag', 'One flag with its history', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.FlagDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], FlagsController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "`start-review`, `assign`, `respond`, `explain`, `confirm`, `mark-data-error`, `dismiss` or `reopen`." }),
    Post(':id/actions/:action'),
    HttpCode(200),
    SignedIn(),
    Operation('actOnFlag', 'Work a flag; the body concerned may only respond', ...CHANGE_CODES, 'route_not_found', 'assignee_not_eligible', 'organisation_not_concerned'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.FlagDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, ActionParam(FLAG_ACTIONS)),
    __param(3, IfMatch()),
    __param(4, Body()),
    __param(5, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, FlagActionDto, String]),
    __metadata("design:returntype", Promise)
], FlagsController.prototype, "act", null);
__decorate([
    openapi.ApiOperation({ description: "At most 200; each stands alone and has its own result." }),
    Post('actions/:action'),
    HttpCode(200),
    Permit('risk.work'),
    Operation('actOnFlags', 'The same action on many flags', 'validation_failed', 'not_signed_in', 'not_permitted', 'route_not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BulkResultsDto }),
    __param(0, CurrentPrincipal()),
    __param(1, ActionParam(FLAG_ACTIONS)),
    __param(2, Body()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, BulkFlagActionDto, String]),
    __metadata("design:returntype", Promise)
], FlagsController.prototype, "actOnAll", null);
FlagsController = __decorate([
    ApiTags('risk'),
    Controller('risk/flags'),
    __metadata("design:paramtypes", [FlagsService,
        FlagsQueries,
        FlagsExport])
], FlagsController);
export { FlagsController };
//# sourceMappingURL=flags.controller.js.map
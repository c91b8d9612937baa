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
import * as openapi_import_1 from "./imports.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../platform/access/decorators.js';
import { Settings } from '../../platform/config/settings.js';
import { Id } from '../../platform/http/id.js';
import { Streamed } from '../../platform/http/idempotency.js';
import { ListUrl, PageQuery } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { ImportDto, ImportQuery } from './imports.dto.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { Uploads } from './uploads.js';
let ImportsController = class ImportsController {
    service;
    queries;
    settings;
    uploads;
    constructor(service, queries, settings, uploads) {
        this.service = service;
        this.queries = queries;
        this.settings = settings;
        this.uploads = uploads;
    }
    async receive(principal, query, request, response) {
        const { name, dryRun = false } = query;
        const options = { name, dryRun, maxBytes: this.settings.importMaxBytes };
        const work = async (file) => this.queries.one(principal, await this.service.receive(principal, file, options));
        const received = await this.uploads.once({ request, response, parameters: [name, dryRun], work });
        response.setHeader('Location', `/api/v1/imports/${received.id}`);
        return received;
    }
    one(principal, id) {
        return this.queries.one(principal, id);
    }
    rejects(principal, id, query, url, lang) {
        return this.queries.rejects(principal, id, query, url, lang);
    }
};
__decorate([
    Post(),
    HttpCode(202),
    Streamed(),
    Permit('import.run'),
    ApiConsumes('application/x-ndjson'),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
    ApiAcceptedResponse({ type: ImportDto, headers: { Location: { $ref: '#/components/headers/Location' } } }),
    Operation('importNotices', 'Import a file of notices, one JSON object per line', 'validation_failed', 'malformed_text', 'not_signed_in', 'not_permitted', 'upload_stalled', 'import_name_taken', 'payload_too_large', 'unsupported_media_type'),
    __param(0, CurrentPrincipal()),
    __param(1, Query()),
    __param(2, Req()),
    __param(3, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ImportQuery, Object, Object]),
    __metadata("design:returntype", Promise)
], ImportsController.prototype, "receive", null);
__decorate([
    Get(':id'),
    Permit('import.run'),
    Operation('getImport', 'How far an import is', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ImportDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], ImportsController.prototype, "one", null);
__decorate([
    Get(':id/rejects'),
    Permit('import.run'),
    Operation('listImportRejects', 'Rows that were not taken, with line, field and reason', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RejectListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Query()),
    __param(3, ListUrl()),
    __param(4, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, PageQuery, String, String]),
    __metadata("design:returntype", Promise)
], ImportsController.prototype, "rejects", null);
ImportsController = __decorate([
    ApiTags('imports'),
    Controller('imports'),
    __metadata("design:paramtypes", [ImportsService,
        ImportsQueries,
        Settings,
        Uploads])
], ImportsController);
export { ImportsController };
//# sourceMappingURL=imports.controller.js.map
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
import * as openapi_import_1 from "./document.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../access/decorators.js';
import { attachment } from '../http/attachment.js';
import { Id } from '../http/id.js';
import { Streamed } from '../http/idempotency.js';
import { Operation } from '../http/operation.js';
import { DocumentUploadDto } from './document.dto.js';
import { DocumentsService } from './documents.service.js';
let DocumentsController = class DocumentsController {
    service;
    constructor(service) {
        this.service = service;
    }
    upload(principal, request, response) {
        return this.service.upload(principal, request, response);
    }
    one(scope, id) {
        return this.service.one(scope, id);
    }
    /** Always a download, never shown in place: whatever it holds, it does not run under this address. */
    async content(scope, id, response) {
        const { document, file } = await this.service.content(scope, id);
        response.setHeader('Content-Security-Policy', 'sandbox');
        response.setHeader('X-Content-Type-Options', 'nosniff');
        return new StreamableFile(file.createReadStream(), {
            type: document.mediaType,
            length: document.size,
            disposition: attachment(document.name),
        });
    }
};
__decorate([
    Post(),
    Streamed(),
    Permit('document.write'),
    ApiConsumes('multipart/form-data'),
    ApiBody({ type: DocumentUploadDto }),
    Operation('uploadDocument', 'Upload a document; the same file sent again is the same document', 'validation_failed', 'not_signed_in', 'not_permitted', 'payload_too_large', 'unsupported_media_type', 'zip_bomb', 'file_not_examined'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.DocumentDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Req()),
    __param(2, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, Object]),
    __metadata("design:returntype", Promise)
], DocumentsController.prototype, "upload", null);
__decorate([
    Get(':id'),
    Permit('document.read'),
    Operation('getDocument', 'What is known of a document', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.DocumentDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], DocumentsController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "Always a download, never shown in place: whatever it holds, it does not run under this address." }),
    Get(':id/content'),
    Permit('document.read'),
    ApiProduces('*/*'),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
    Operation('downloadDocument', 'The content of a document', 'not_signed_in', 'not_permitted', 'not_found'),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __param(2, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Object]),
    __metadata("design:returntype", Promise)
], DocumentsController.prototype, "content", null);
DocumentsController = __decorate([
    ApiTags('documents'),
    Controller('documents'),
    __metadata("design:paramtypes", [DocumentsService])
], DocumentsController);
export { DocumentsController };
//# sourceMappingURL=documents.controller.js.map
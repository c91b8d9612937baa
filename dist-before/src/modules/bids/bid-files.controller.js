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
import * as openapi_import_1 from "./bid.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, HttpCode, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { CurrentPrincipal, Permit } from '../../platform/access/decorators.js';
import { attachment } from '../../platform/http/attachment.js';
import { Id, Place } from '../../platform/http/id.js';
import { Streamed, Unrecorded } from '../../platform/http/idempotency.js';
import { Operation } from '../../platform/http/operation.js';
import { BidFileUploadDto } from './bid.dto.js';
import { BidFilesService } from './bid-files.service.js';
/** Files of bids. As of a bid itself, no request to these routes is logged, counted or remembered. */
let BidFilesController = class BidFilesController {
    files;
    constructor(files) {
        this.files = files;
    }
    upload(principal, id, request) {
        return this.files.upload(principal, id, request);
    }
    /** Always a download, never shown in place. */
    async content(principal, id, no, response) {
        const { name, mediaType, size, content } = await this.files.content(principal, id, no);
        response.setHeader('Content-Security-Policy', 'sandbox');
        response.setHeader('X-Content-Type-Options', 'nosniff');
        return new StreamableFile(Readable.from(content, { objectMode: false }), {
            type: mediaType,
            length: size,
            disposition: attachment(name),
        });
    }
};
__decorate([
    Post(),
    HttpCode(200),
    Streamed(),
    Unrecorded(),
    Permit('bid.make'),
    ApiConsumes('multipart/form-data'),
    ApiBody({ type: BidFileUploadDto }),
    Operation('uploadBidFile', 'Upload a file for a bid: it is sealed as it comes in, and belongs to the bid once the content names it', 'not_found', 'validation_failed', 'payload_too_large', 'unsupported_media_type', 'lot_not_open', 'deadline_passed', 'too_many_files', 'zip_bomb', 'file_not_examined'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.UploadedBidFileDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Object]),
    __metadata("design:returntype", Promise)
], BidFilesController.prototype, "upload", null);
__decorate([
    openapi.ApiOperation({ description: "Always a download, never shown in place." }),
    Get(':no'),
    Unrecorded(),
    Permit('tender.read'),
    ApiProduces('*/*'),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
    Operation('downloadBidFile', 'A file of a bid: of a draft for its bidder, of an opened bid for whoever may read its content', 'not_found', 'file_altered'),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Place('no')),
    __param(3, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, Number, Object]),
    __metadata("design:returntype", Promise)
], BidFilesController.prototype, "content", null);
BidFilesController = __decorate([
    ApiTags('bids'),
    Controller('bids/:id/files'),
    __metadata("design:paramtypes", [BidFilesService])
], BidFilesController);
export { BidFilesController };
//# sourceMappingURL=bid-files.controller.js.map
import { Controller, Get, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentPrincipal, CurrentScope, Permit } from '../access/decorators.js';
import type { Principal } from '../access/principal.js';
import type { Scope } from '../access/scope.js';
import { download } from '../http/download.js';
import { Id } from '../http/id.js';
import { Streamed } from '../http/idempotency/idempotency.js';
import { Operation } from '../http/operation.js';
import { DocumentDto, DocumentUploadDto } from './document.dto.js';
import { DocumentsService } from './documents.service.js';

@ApiTags('documents')
@Controller('documents')
export class DocumentsController {
  constructor(private readonly service: DocumentsService) {}

  @Post()
  @Streamed()
  @Permit('document.write')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: DocumentUploadDto })
  @Operation(
    'uploadDocument',
    {
      en: 'Upload a document; the same file sent again is the same document',
      zh: '上传文件；重复上传同一文件为同一份',
    },
    'payload_too_large',
    'unsupported_media_type',
    'zip_bomb',
    'unsafe_file',
    'file_not_examined',
    'malware_found',
    'antivirus_away',
  )
  upload(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DocumentDto> {
    return this.service.upload(principal, request, response);
  }

  @Get(':id')
  @Permit('document.read')
  @Operation('getDocument', { en: 'What is known of a document', zh: '查看文件信息' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<DocumentDto> {
    return this.service.one(scope, id);
  }

  /** Always a download, never shown in place: whatever it holds, it does not run under this address. */
  @Get(':id/content')
  @Permit('document.read')
  @ApiProduces('*/*')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Operation(
    'downloadDocument',
    { en: 'The content of a document', zh: '下载文件内容' },
    'document_held',
    'file_altered',
  )
  async content(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const { document, file } = await this.service.content(scope, id);
    return download(response, { ...document, content: file.createReadStream() });
  }
}

import { Body, Controller, Get, HttpCode, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentScope, Lang, Permit, Public } from '../../../../kernel/access/decorators.js';
import type { Scope } from '../../../../kernel/access/scope.js';
import type { Language } from '../../../../kernel/errors/texts.js';
import { FromPrimary } from '../../../../kernel/database/replica/replica-reads.js';
import { throttleAddress } from '../../../../kernel/http/address.js';
import { download } from '../../../../kernel/http/download.js';
import { Id } from '../../../../kernel/http/id.js';
import { KeepCovered, Streamed } from '../../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../../kernel/http/operation.js';
import { ClaimedRegistrationDto } from '../registration-view.dto.js';
import { ClaimedDocumentDto, RegistrationDocumentUploadDto } from './registration-document.dto.js';
import { RegistrationDocumentsService } from './registration-documents.service.js';

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

/** Licences and certificates beside a registration: of its applicant, and of whoever decides. */
@ApiTags('registrations')
@FromPrimary()
@Controller('registrations')
export class RegistrationDocumentsController {
  constructor(private readonly documents: RegistrationDocumentsService) {}

  @Post('claims/documents')
  @Public()
  @Streamed()
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: RegistrationDocumentUploadDto })
  @Operation(
    'addOwnRegistrationDocument',
    { en: 'Add a document to the own registration until it is decided', zh: '凭查询码提交证照材料' },
    'invalid_claim',
    'wrong_state',
    'too_many_documents',
    'registration_documents_full',
    'payload_too_large',
    'unsupported_media_type',
    'zip_bomb',
    'unsafe_file',
    'file_not_examined',
    'malware_found',
    'antivirus_away',
  )
  async add(@Req() request: Request, @Lang() lang: Language): Promise<ClaimedRegistrationDto> {
    return ClaimedRegistrationDto.fromClaim(await this.documents.add(request, throttleAddress(request)), lang);
  }

  @Post('claims/documents/removal')
  @Public()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'removeOwnRegistrationDocument',
    { en: 'Remove a document of the own registration', zh: '凭查询码删除已提交的材料' },
    'invalid_claim',
    'wrong_state',
    'not_found',
  )
  async remove(
    @Body() { claimCode, document }: ClaimedDocumentDto,
    @Req() request: Request,
    @Lang() lang: Language,
  ): Promise<ClaimedRegistrationDto> {
    const row = await this.documents.remove(claimCode, document, throttleAddress(request));
    return ClaimedRegistrationDto.fromClaim(row, lang);
  }

  @Post('claims/documents/content')
  @Public()
  @Streamed()
  @HttpCode(200)
  @ApiProduces('*/*')
  @ApiOkResponse(FILE)
  @Operation(
    'downloadOwnRegistrationDocument',
    { en: 'A document of the own registration', zh: '凭查询码下载已提交的材料' },
    'invalid_claim',
    'not_found',
    'file_altered',
    'malware_found',
    'antivirus_away',
  )
  async readOwn(
    @Body() { claimCode, document }: ClaimedDocumentDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return download(response, await this.documents.readOwn(claimCode, document, throttleAddress(request)));
  }

  @Get(':id/documents/:document')
  @Permit('registration.decide')
  @ApiProduces('*/*')
  @ApiOkResponse(FILE)
  @Operation(
    'downloadRegistrationDocument',
    { en: 'A document of a registration, for whoever decides on it', zh: '下载申请所附材料' },
    'file_altered',
    'malware_found',
    'antivirus_away',
  )
  async read(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Id('document') document: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return download(response, await this.documents.read(scope, id, document));
  }
}

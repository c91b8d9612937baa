import { Controller, Get, HttpCode, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { download } from '../../../kernel/http/download.js';
import { Id, Place } from '../../../kernel/http/id.js';
import { Streamed, Unrecorded } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { BidFileUploadDto, UploadedBidFileDto } from '../bid.dto.js';
import { BidFilesService } from './bid-files.service.js';

/** Files of bids. As of a bid itself, no request to these routes is logged, counted or remembered. */
@ApiTags('bids')
@Controller('bids/:id/files')
export class BidFilesController {
  constructor(private readonly files: BidFilesService) {}

  @Post()
  @HttpCode(200)
  @Streamed()
  @Unrecorded()
  @Permit('bid.make')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: BidFileUploadDto })
  @Operation(
    'uploadBidFile',
    {
      en: 'Upload a file for a bid: it is sealed as it comes in, and belongs to the bid once the content names it',
      zh: '上传投标附件：收到即加密，写入投标内容后归入该投标',
    },
    'not_found',
    'validation_failed',
    'payload_too_large',
    'unsupported_media_type',
    'lot_not_open',
    'deadline_passed',
    'seat_after_issue',
    'too_many_files',
    'zip_bomb',
    'unsafe_file',
    'file_not_examined',
    'malware_found',
    'antivirus_away',
  )
  upload(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Req() request: Request,
  ): Promise<UploadedBidFileDto> {
    return this.files.upload(principal, id, request);
  }

  /** Always a download, never shown in place. */
  @Get(':no')
  @Unrecorded()
  @Permit('tender.read')
  @ApiProduces('*/*')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Operation(
    'downloadBidFile',
    {
      en: 'A file of a bid: of a draft for its bidder, of an opened bid for whoever may read its content',
      zh: '下载投标附件：草稿仅投标人可下载，开启后有权查看内容者可下载',
    },
    'not_found',
    'seat_after_issue',
    'file_altered',
  )
  async content(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Place('no') no: number,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return download(response, await this.files.content(principal, id, no));
  }
}

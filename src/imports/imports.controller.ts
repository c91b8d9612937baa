import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentPrincipal, Lang, Permit } from '../kernel/access/decorators.js';
import type { Principal } from '../kernel/access/principal.js';
import type { Language } from '../kernel/errors/texts.js';
import { Id } from '../kernel/http/id.js';
import { Streamed } from '../kernel/http/idempotency/idempotency.js';
import { ListUrl, PageQuery } from '../kernel/http/lists/list.js';
import { Operation } from '../kernel/http/operation.js';
import { TABLE_TYPES } from '../kernel/http/tables/table-form.js';
import { BULK_PERMITS } from './bulk/bulk-kind-names.js';
import { ImportDto, ImportListDto, ImportQuery, ImportsQuery, RejectListDto } from './imports.dto.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportReception } from './import-reception.js';
import { Uploads } from './uploads.js';

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly reception: ImportReception,
    private readonly queries: ImportsQueries,
    private readonly uploads: Uploads,
  ) {}

  @Post()
  @HttpCode(202)
  @Streamed()
  @Permit('import.run', ...Object.values(BULK_PERMITS))
  @ApiConsumes('application/x-ndjson', 'application/json', ...Object.values(TABLE_TYPES))
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({ type: ImportDto, headers: { Location: { $ref: '#/components/headers/Location' } } })
  @Operation(
    'importNotices',
    {
      en: 'Import a file: of notices, of OCDS, or of rows of one kind into `live`',
      zh: '导入文件：公告、OCDS，或写入 `live` 的某一类数据行',
    },
    'upload_stalled',
    'unreadable_file',
    'import_name_taken',
    'payload_too_large',
    'unsupported_media_type',
  )
  async receive(
    @CurrentPrincipal() principal: Principal,
    @Query() query: ImportQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ImportDto> {
    const { types, parameters, receive } = this.reception.plan(principal, query, request);
    const work = async (file: AsyncIterable<Buffer>, path: string): Promise<ImportDto> =>
      this.queries.one(principal, await receive(file, path));
    const received = await this.uploads.once({ request, response, parameters, types, work });
    response.setHeader('Location', `/api/v1/imports/${received.id}`);
    return received;
  }

  /** Newest first. */
  @Get()
  @Permit('import.run', ...Object.values(BULK_PERMITS))
  @Operation('listImports', {
    en: 'Imports of the caller and of the own body, and how far they are',
    zh: '查询本人及本单位的导入及其进度',
  })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: ImportsQuery,
    @ListUrl() url: string,
  ): Promise<ImportListDto> {
    return this.queries.list(principal, query, url);
  }

  @Get(':id')
  @Permit('import.run', ...Object.values(BULK_PERMITS))
  @Operation('getImport', { en: 'How far an import is', zh: '查看导入进度' })
  one(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<ImportDto> {
    return this.queries.one(principal, id);
  }

  @Get(':id/rejects')
  @Permit('import.run', ...Object.values(BULK_PERMITS))
  @Operation(
    'listImportRejects',
    {
      en: 'Rows that were not taken, with line, field and reason',
      zh: '查看未被接受的行及其行号、字段与原因',
    },
    'rejects_ended',
  )
  rejects(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<RejectListDto> {
    return this.queries.rejects(principal, id, query, url, lang);
  }
}

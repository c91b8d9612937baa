import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentPrincipal, Lang, Permit } from '../kernel/access/decorators.js';
import type { Principal } from '../kernel/access/principal.js';
import { Settings } from '../kernel/config/settings.js';
import type { Language } from '../kernel/errors/texts.js';
import { Id } from '../kernel/http/id.js';
import { Streamed } from '../kernel/http/idempotency/idempotency.js';
import { ListUrl, PageQuery } from '../kernel/http/lists/list.js';
import { Operation } from '../kernel/http/operation.js';
import { ImportDto, ImportQuery, RejectListDto } from './imports.dto.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { Uploads } from './uploads.js';

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly service: ImportsService,
    private readonly queries: ImportsQueries,
    private readonly settings: Settings,
    private readonly uploads: Uploads,
  ) {}

  @Post()
  @HttpCode(202)
  @Streamed()
  @Permit('import.run')
  @ApiConsumes('application/x-ndjson', 'application/json')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({ type: ImportDto, headers: { Location: { $ref: '#/components/headers/Location' } } })
  @Operation(
    'importNotices',
    {
      en: 'Import a file of notices, one JSON object per line, or of OCDS',
      zh: '导入公告文件（每行一个 JSON 对象）或 OCDS 文件',
    },
    'upload_stalled',
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
    const { name, dryRun = false, format = 'notices' } = query;
    const options = { name, dryRun, format, maxBytes: this.settings.importMaxBytes };
    const work = async (file: AsyncIterable<Buffer>): Promise<ImportDto> =>
      this.queries.one(principal, await this.service.receive(principal, file, options));
    const parameters = [name, dryRun, ...(format === 'notices' ? [] : [format])];
    const received = await this.uploads.once({ request, response, parameters, takesJson: format === 'ocds', work });
    response.setHeader('Location', `/api/v1/imports/${received.id}`);
    return received;
  }

  @Get(':id')
  @Permit('import.run')
  @Operation('getImport', { en: 'How far an import is', zh: '查看导入进度' })
  one(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<ImportDto> {
    return this.queries.one(principal, id);
  }

  @Get(':id/rejects')
  @Permit('import.run')
  @Operation('listImportRejects', {
    en: 'Rows that were not taken, with line, field and reason',
    zh: '查看未被接受的行及其行号、字段与原因',
  })
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

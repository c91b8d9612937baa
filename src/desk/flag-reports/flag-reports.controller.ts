import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentScope, Lang, SignedIn } from '../../kernel/access/decorators.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Id } from '../../kernel/http/id.js';
import { Operation } from '../../kernel/http/operation.js';
import { FlagReportQuery } from './flag-report.dto.js';
import { FlagReports } from './flag-reports.service.js';

/** A flag on paper: for who oversees it, and for a body that was asked what it may read of it. */
@ApiTags('risk')
@Controller('risk/flags')
export class FlagReportsController {
  constructor(private readonly reports: FlagReports) {}

  /** As a page, or as PDF: by `format`, else by Accept. */
  @Get(':id/report')
  @SignedIn()
  @ApiOkResponse({
    content: {
      'text/html': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @Operation(
    'getFlagReport',
    {
      en: 'A flag with figures, evidence, limits and what was decided, as a page or PDF',
      zh: '查看预警报告：图示、证据、局限与办理经过（网页或PDF）',
    },
    'not_permitted',
  )
  report(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: FlagReportQuery,
    @Lang() lang: Language,
    @Headers('accept') accept: string | undefined,
  ): Promise<StreamableFile> {
    return this.reports.print(scope, id, query, lang, accept);
  }
}

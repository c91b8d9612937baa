import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentScope, Lang, Permit, Public } from '../../kernel/access/decorators.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Id } from '../../kernel/http/id.js';
import { Operation } from '../../kernel/http/operation.js';
import { renderPicture, FORMS, type Picture, type PictureForm } from './drawing.js';
import { CoveragePictureQuery, PictureQuery } from './picture.dto.js';
import { PicturesQueries } from './pictures.queries.js';

/** Nothing that an SVG names is fetched or run, wherever it is opened. */
const ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const BYTES = { schema: { type: 'string', format: 'binary' } } as const;

async function toStreamableFile(picture: Promise<Picture>, form: PictureForm): Promise<StreamableFile> {
  return new StreamableFile(await renderPicture(await picture, form), { type: FORMS[form], disposition: 'inline' });
}

/** The pictures of what the same address without an ending answers, for the same callers, in Chinese or English. */
@ApiTags('pictures')
@Controller()
export class PicturesController {
  constructor(private readonly queries: PicturesQueries) {}

  @Get('service-lines/:id/coverage.svg')
  @Public()
  @Header('Content-Security-Policy', ALONE)
  @ApiOkResponse({ content: { 'image/svg+xml': BYTES } })
  @Operation('drawCoverageSvg', {
    en: 'The coverage of a line by year: contracted, evidenced, gaps, as SVG',
    zh: '按年绘制服务线覆盖图：合同期、有记录、中断（SVG）',
  })
  coverageSvg(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: CoveragePictureQuery,
    @Lang() lang: Language,
  ): Promise<StreamableFile> {
    return toStreamableFile(this.queries.ofLine(scope, id, query.asOf ?? null, query.lang ?? lang), 'svg');
  }

  @Get('service-lines/:id/coverage.png')
  @Public()
  @Header('Content-Security-Policy', ALONE)
  @ApiOkResponse({ content: { 'image/png': BYTES } })
  @Operation('drawCoveragePng', {
    en: 'The coverage of a line by year: contracted, evidenced, gaps, as PNG',
    zh: '按年绘制服务线覆盖图：合同期、有记录、中断（PNG）',
  })
  coveragePng(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: CoveragePictureQuery,
    @Lang() lang: Language,
  ): Promise<StreamableFile> {
    return toStreamableFile(this.queries.ofLine(scope, id, query.asOf ?? null, query.lang ?? lang), 'png');
  }

  @Get('contracts/:id/progress.svg')
  @Permit('contract.read')
  @Header('Content-Security-Policy', ALONE)
  @ApiOkResponse({ content: { 'image/svg+xml': BYTES } })
  @Operation(
    'drawProgressSvg',
    {
      en: 'Targets of a contract against what is done, with the forecast, as SVG',
      zh: '绘制合同目标完成情况与预测（SVG）',
    },
    'conducted_elsewhere',
  )
  progressSvg(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PictureQuery,
    @Lang() lang: Language,
  ): Promise<StreamableFile> {
    return toStreamableFile(this.queries.ofContract(scope, id, query.lang ?? lang), 'svg');
  }

  @Get('contracts/:id/progress.png')
  @Permit('contract.read')
  @Header('Content-Security-Policy', ALONE)
  @ApiOkResponse({ content: { 'image/png': BYTES } })
  @Operation(
    'drawProgressPng',
    {
      en: 'Targets of a contract against what is done, with the forecast, as PNG',
      zh: '绘制合同目标完成情况与预测（PNG）',
    },
    'conducted_elsewhere',
  )
  progressPng(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PictureQuery,
    @Lang() lang: Language,
  ): Promise<StreamableFile> {
    return toStreamableFile(this.queries.ofContract(scope, id, query.lang ?? lang), 'png');
  }

  @Get('programmes/:id/calendar.svg')
  @Permit('programme.read')
  @Header('Content-Security-Policy', ALONE)
  @ApiOkResponse({ content: { 'image/svg+xml': BYTES } })
  @Operation('drawCalendarSvg', {
    en: 'Service records of a programme’s contracts by month, as SVG',
    zh: '按月绘制计划下各合同的服务记录（SVG）',
  })
  calendarSvg(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PictureQuery,
    @Lang() lang: Language,
  ): Promise<StreamableFile> {
    return toStreamableFile(this.queries.ofProgramme(scope, id, query.lang ?? lang), 'svg');
  }

  @Get('programmes/:id/calendar.png')
  @Permit('programme.read')
  @Header('Content-Security-Policy', ALONE)
  @ApiOkResponse({ content: { 'image/png': BYTES } })
  @Operation('drawCalendarPng', {
    en: 'Service records of a programme’s contracts by month, as PNG',
    zh: '按月绘制计划下各合同的服务记录（PNG）',
  })
  calendarPng(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PictureQuery,
    @Lang() lang: Language,
  ): Promise<StreamableFile> {
    return toStreamableFile(this.queries.ofProgramme(scope, id, query.lang ?? lang), 'png');
  }
}

import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { AssessmentListDto, AssessmentQuery } from '../runs/assessment.dto.js';
import { AssessmentsQueries } from '../runs/assessments.queries.js';
import { IndicatorListDto } from './indicator.dto.js';
import { IndicatorsQueries } from './indicators.queries.js';
import { PreviewDto, PreviewRequestDto } from '../previews/preview.dto.js';
import { PreviewsService } from '../previews/previews.service.js';

@ApiTags('risk')
@Controller('risk')
export class RiskController {
  constructor(
    private readonly indicators: IndicatorsQueries,
    private readonly assessments: AssessmentsQueries,
    private readonly previews: PreviewsService,
  ) {}

  /** To who oversees no region, without what rests on a purchase whose result is not public. */
  @Get('indicators')
  @Public()
  @Operation('listIndicators', {
    en: 'The rules: texts, parameters, basis, limits, how often they could speak, measured precision',
    zh: '查看全部指标：说明、参数、依据、局限、可判断次数与实测准确率',
  })
  async list(@CurrentScope() scope: Scope, @Lang() lang: Language): Promise<IndicatorListDto> {
    return { items: await this.indicators.list(scope, lang), next: null };
  }

  @Get('assessments')
  @Permit('risk.read')
  @Operation('listAssessments', {
    en: 'What the rules say of objects of the own region',
    zh: '查询指标对本区域对象的判断',
  })
  listAssessments(
    @CurrentScope() scope: Scope,
    @Query() query: AssessmentQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<AssessmentListDto> {
    return this.assessments.list(scope, query, url, lang);
  }

  /** Give a draft, or the id of a tender. Nothing is stored. */
  @Post('previews')
  @HttpCode(200)
  @Permit('risk.preview')
  @Operation(
    'previewRisks',
    {
      en: 'What the rules would say of a draft, its deadlines, and changes that would clear them',
      zh: '预览草案将触发的指标、相应期限及可消除触发的调整',
    },
    'not_found',
    'end_before_start',
  )
  preview(
    @CurrentPrincipal() principal: Principal,
    @Body() body: PreviewRequestDto,
    @Lang() lang: Language,
  ): Promise<PreviewDto> {
    return this.previews.preview(principal, body, lang);
  }
}

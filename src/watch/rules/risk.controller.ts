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

  @Get('indicators')
  @Public()
  @Operation(
    'listIndicators',
    'The rules: texts, parameters, basis, limits, how often they could speak, measured precision',
  )
  async list(@Lang() lang: Language): Promise<IndicatorListDto> {
    return { items: await this.indicators.list(lang), next: null };
  }

  @Get('assessments')
  @Permit('risk.read')
  @Operation('listAssessments', 'What the rules say of objects of the own region')
  assessed(
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
    'What the rules would say of a draft, its deadlines, and changes that would clear them',
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

import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import {
  NewSurveyDto,
  SampleListDto,
  SampleQuery,
  SurveyChangeDto,
  SurveyDto,
  SurveyListDto,
  SurveyQuery,
} from './survey.dto.js';
import { SurveyResultsDto } from './results/survey-results.dto.js';
import { SurveyResultsQueries } from './results/survey-results.queries.js';
import { drawSurvey } from './actions/draw-survey.js';
import { endCodes } from './actions/end-codes.js';
import { cancelSurvey, closeSurvey, extendSurvey, openSurvey } from './actions/run-survey.js';
import { surveySubject } from './survey.subject.js';
import { SurveysQueries } from './surveys.queries.js';
import { SurveysService } from './surveys.service.js';

/** Questions to the recipients of a contract, put by its buyer or by who was appointed to evaluate it. */
@ApiTags('surveys')
@Controller('surveys')
export class SurveysController {
  constructor(
    private readonly service: SurveysService,
    private readonly queries: SurveysQueries,
    private readonly outcome: SurveyResultsQueries,
  ) {}

  /** Its seed is made and said with it; the sample follows from the seed. One runs at a time for each purpose. */
  @Post()
  @Permit('survey.run')
  @Operation(
    'createSurvey',
    { en: 'Write a survey of a contract’s recipients', zh: '编制面向合同服务对象的问卷' },
    'not_found',
    'acts_with_interest',
    'survey_exists',
  )
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewSurveyDto): Promise<SurveyDto> {
    return this.queries.one(toScope(principal), await this.service.create(principal, body));
  }

  @Get()
  @Permit('contract.read')
  @Operation('listSurveys', { en: 'Surveys of the caller’s bodies and contracts', zh: '查询本机构及其合同的问卷' })
  list(@CurrentScope() scope: Scope, @Query() query: SurveyQuery, @ListUrl() url: string): Promise<SurveyListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('contract.read')
  @Operation('getSurvey', { en: 'One survey', zh: '查看问卷' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<SurveyDto> {
    return this.queries.one(scope, id);
  }

  @Patch(':id')
  @Permit('survey.run')
  @Operation(
    'changeSurvey',
    { en: 'Change a survey that is not open yet (RFC 7396)', zh: '修改尚未开放的问卷（RFC 7396）' },
    'wrong_state',
    'acts_with_interest',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: SurveyChangeDto,
  ): Promise<SurveyDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id);
  }

  /**
   * Everybody among whom was drawn. In each community those are asked whose SHA-256 of the seed, a line feed and the id of
   * the recipient (in lower case) is smallest. The agency sees it once the survey is over.
   */
  @Get(':id/sample')
  @Permit('contract.read')
  @Operation('listSurveySample', { en: 'Among whom a survey drew, and whom', zh: '查看抽样总体与被抽中的服务对象' })
  sample(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: SampleQuery,
    @ListUrl() url: string,
  ): Promise<SampleListDto> {
    return this.queries.sample(scope, id, query, url);
  }

  /**
   * Estimates weighted by community, with what is not known: who did not answer. What few gave is told with another, so
   * that no difference gives it back. Not before the last day has passed; then for everybody where the service is one for
   * the public and its contract is published.
   */
  @Get(':id/results')
  @Public()
  @Operation(
    'getSurveyResults',
    { en: 'What a survey that is over came to', zh: '查看已结束问卷的结果' },
    'survey_running',
  )
  results(@CurrentScope() scope: Scope, @Id() id: string): Promise<SurveyResultsDto> {
    return this.outcome.loadResults(scope, id);
  }
}

/** Answers are taken on the days from `opensOn` to `closesOn`, whenever somebody closes it. */
export const SurveyActionsController = createActionController(
  surveySubject,
  [drawSurvey, openSurvey, endCodes, extendSurvey, closeSurvey, cancelSurvey],
  {
    tag: 'surveys',
    type: SurveyDto,
    by: SurveysQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);

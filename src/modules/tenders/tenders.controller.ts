import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../platform/access/decorators.js';
import type { Principal } from '../../platform/access/principal.js';
import type { Scope } from '../../platform/access/scope.js';
import type { Language } from '../../platform/errors/texts.js';
import { OptionalIfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { KeyRequired } from '../../platform/http/idempotency.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { RecordTenderFactsDto, TENDER_FACT_DATA } from './facts.dto.js';
import { RecordingService } from './recording.service.js';
import { NewTenderDto, TenderQuery } from './tender.dto.js';
import { TenderDetailDto, TenderListDto } from './tender-view.dto.js';
import { TendersQueries } from './tenders.queries.js';

@ApiTags('tenders')
@ApiBearerAuth()
@ApiExtraModels(...Object.values(TENDER_FACT_DATA))
@Controller('tenders')
export class TendersController {
  constructor(
    private readonly service: RecordingService,
    private readonly queries: TendersQueries,
  ) {}

  @Post()
  @Permit('tender.record')
  @Operation(
    'recordTender',
    'Record a purchase conducted elsewhere',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conflict',
    'end_before_start',
    'dataset_mismatch',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Body() body: NewTenderDto,
  ): Promise<TenderDetailDto> {
    return this.queries.one(scope, await this.service.createTender(principal, body), lang);
  }

  @Get()
  @Public()
  @Operation('listTenders', 'Published tenders, and those of the caller’s bodies', 'validation_failed', 'bad_cursor')
  list(@CurrentScope() scope: Scope, @Query() query: TenderQuery, @ListUrl() url: string): Promise<TenderListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Public()
  @Operation('getTender', 'One tender with its lots, facts, conflicts and what is missing', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<TenderDetailDto> {
    return this.queries.one(scope, id, lang);
  }

  @Post(':id/facts')
  @HttpCode(200)
  @Permit('tender.record')
  @KeyRequired()
  @Operation(
    'recordTenderFacts',
    'Record facts with their sources; all of them or none',
    'validation_failed',
    'idempotency_key_required',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'fact_contradiction',
    'stale_version',
    'fact_not_replaceable',
    'lot_unknown',
    'end_before_start',
    'conducted_here',
    'key_in_progress',
    'key_reused',
  )
  async recordFacts(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @OptionalIfMatch() version: number | undefined,
    @Body() body: RecordTenderFactsDto,
  ): Promise<TenderDetailDto> {
    await this.service.recordFacts(principal, id, body.facts, version);
    return this.queries.one(scope, id, lang);
  }
}

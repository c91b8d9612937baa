import { Body, Controller, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch, OptionalIfMatch } from '../../../kernel/http/concurrency.js';
import type { ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { ExternalIdParam } from '../../../kernel/http/lists/external-id-param.js';
import { Id } from '../../../kernel/http/id.js';
import { KeyRequired } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { RecordTenderFactsDto, TENDER_FACT_DATA } from '../tender-facts.dto.js';
import { RecordingService } from '../recording/recording.service.js';
import { TenderChangesService } from '../tender-changes.service.js';
import { NewTenderDto, TenderChangeDto, TenderQuery, TenderServiceLinesDto } from './tender.dto.js';
import { TenderDeadlineListDto } from './deadlines.dto.js';
import { TenderDetailDto, TenderListDto } from './tender-view.dto.js';
import { TendersQueries } from './tenders.queries.js';

@ApiTags('tenders')
@ApiExtraModels(...Object.values(TENDER_FACT_DATA))
@Controller('tenders')
export class TendersController {
  constructor(
    private readonly service: RecordingService,
    private readonly changes: TenderChangesService,
    private readonly queries: TendersQueries,
  ) {}

  @Post()
  @Permit('tender.record')
  @Operation(
    'recordTender',
    { en: 'Record a purchase conducted elsewhere', zh: '登记他处开展的采购项目' },
    'not_found',
    'external_id_taken',
    'end_before_start',
    'dataset_mismatch',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Body() body: NewTenderDto,
  ): Promise<TenderDetailDto> {
    return this.queries.one(
      toScope(principal),
      await this.service.createTender(principal, { ...body, dataset: body.dataset ?? 'live' }),
      lang,
    );
  }

  @Get()
  @Public()
  @Operation('listTenders', {
    en: 'Published tenders, and those of the caller’s bodies',
    zh: '查询已公开的采购项目及本机构的采购项目',
  })
  list(@CurrentScope() scope: Scope, @Query() query: TenderQuery, @ListUrl() url: string): Promise<TenderListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Public()
  @Operation('getTender', {
    en: 'One tender with its lots, facts, conflicts and what is missing',
    zh: '查看采购项目及其采购包、事实、矛盾与缺失',
  })
  one(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<TenderDetailDto> {
    return this.queries.one(scope, id, lang);
  }

  @Get(':id/deadlines')
  @Public()
  @Operation('listDeadlines', {
    en: 'Periods of law of a tender, with rule, basis and state',
    zh: '查询采购项目的法定期限、依据及状态',
  })
  deadlines(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<TenderDeadlineListDto> {
    return this.queries.deadlines(scope, id, lang);
  }

  @Patch(':id')
  @Permit('tender.record')
  @Operation(
    'changeTender',
    {
      en: 'Change what is known of a recorded tender beside its facts (RFC 7396), its contracts and notices follow; or a draft',
      zh: '修改已登记采购项目除事实以外的信息（RFC 7396），其合同与公告随之更新；或修改草案',
    },
    'wrong_state',
    'conflict',
    'end_before_start',
    'dataset_mismatch',
    'budget_exceeded',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: TenderChangeDto,
  ): Promise<TenderDetailDto> {
    await this.changes.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id, lang);
  }

  @Put(':id/service-lines')
  @Permit('tender.record')
  @Operation(
    'setTenderServiceLines',
    {
      en: 'Say which service lines a recorded tender or a draft serves, all of them; the lines of its contracts follow',
      zh: '指明采购项目服务的全部服务线；其合同的服务线随之更新',
    },
    'wrong_state',
    'conflict',
    'dataset_mismatch',
  )
  async setServiceLines(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: TenderServiceLinesDto,
  ): Promise<TenderDetailDto> {
    await this.changes.setServiceLines(principal, id, version, body.serviceLines);
    return this.queries.one(toScope(principal), id, lang);
  }

  /** Fields that are not given stay as they are. Its facts are recorded apart. */
  @Put('by-external-id/:system/:externalId')
  @Permit('tender.record')
  @Operation(
    'putTender',
    {
      en: 'Create or change the purchase that another system calls so; the same answer twice',
      zh: '按其他系统的编号新建或修改采购项目；重复提交结果相同',
    },
    'external_id_taken',
    'end_before_start',
    'dataset_mismatch',
    'lot_unknown',
    'budget_exceeded',
    'conducted_here',
    'wrong_state',
  )
  async put(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @ExternalIdParam() external: ExternalId,
    @Body() body: NewTenderDto,
  ): Promise<TenderDetailDto> {
    return this.queries.one(toScope(principal), await this.changes.put(principal, external, body), lang);
  }

  /**
   * A batch route: up to 100 facts, all of them or none, each added beside what others record at the same time. Facts never
   * overwrite one another: one that contradicts a stored one is refused (409, both named), a correction names what it
   * `replaces`, and the required Idempotency-Key keeps a repetition from adding twice. So If-Match is not required here;
   * where it is sent it is honoured (412).
   */
  @Post(':id/facts')
  @HttpCode(200)
  @Permit('tender.record')
  @KeyRequired()
  @Operation(
    'recordTenderFacts',
    {
      en: 'Record facts with their sources; all of them or none',
      zh: '登记采购项目的事实及其来源；全部登记或全部不登记',
    },
    'fact_contradiction',
    'fact_not_replaceable',
    'lot_unknown',
    'end_before_start',
    'dataset_mismatch',
    'budget_exceeded',
    'conducted_here',
  )
  async recordFacts(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @OptionalIfMatch() version: number | undefined,
    @Body() body: RecordTenderFactsDto,
  ): Promise<TenderDetailDto> {
    await this.service.recordFacts(principal, id, body.facts, version);
    return this.queries.one(toScope(principal), id, lang);
  }
}

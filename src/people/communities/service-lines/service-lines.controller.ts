import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import type { ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { ExternalIdParam } from '../../../kernel/http/lists/external-id-param.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { LineOpinionDto, LineOpinionListDto, NewLineOpinionDto } from './line-ending.dto.js';
import { endLine } from './actions/end-line.js';
import { proposeLineEnd, withdrawLineEnd } from './actions/propose-line-end.js';
import { LineEndingsService } from './line-endings.service.js';
import { serviceLineSubject } from './service-line.subject.js';
import { ServiceLineDto, ServiceLineListDto } from './service-line-view.dto.js';
import { NewServiceLineDto, ServiceLineChangeDto, ServiceLineQuery } from './service-line.dto.js';
import { ServiceLinesQueries } from './service-lines.queries.js';
import { ServiceLinesService } from './service-lines.service.js';

@ApiTags('service-lines')
@Controller('service-lines')
export class ServiceLinesController {
  constructor(
    private readonly service: ServiceLinesService,
    private readonly queries: ServiceLinesQueries,
    private readonly endings: LineEndingsService,
  ) {}

  @Get()
  @Public()
  @Operation('listServiceLines', { en: 'List service lines', zh: '查询服务线' })
  list(
    @CurrentScope() scope: Scope,
    @Query() query: ServiceLineQuery,
    @ListUrl() url: string,
  ): Promise<ServiceLineListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Public()
  @Operation('getServiceLine', { en: 'One service line', zh: '查看服务线' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<ServiceLineDto> {
    return this.queries.one(scope, id);
  }

  @Post()
  @Permit('line.manage')
  @Operation(
    'createServiceLine',
    { en: 'Create a service line', zh: '新建服务线' },
    'external_id_taken',
    'dataset_mismatch',
    'end_before_start',
    'line_ends_by_decision',
  )
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewServiceLineDto): Promise<ServiceLineDto> {
    return this.queries.one(toScope(principal), await this.service.create(principal, body));
  }

  @Patch(':id')
  @Permit('line.manage')
  @Operation(
    'changeServiceLine',
    { en: 'Change a service line (RFC 7396)', zh: '修改服务线（RFC 7396）' },
    'end_before_start',
    'line_ends_by_decision',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ServiceLineChangeDto,
  ): Promise<ServiceLineDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id);
  }

  @Get(':id/opinions')
  @Permit('contract.read')
  @Operation('listLineOpinions', {
    en: 'What residents of a line said about its end, by day',
    zh: '按日期查询居民对服务线终止的意见',
  })
  opinions(@Id() id: string, @Query() query: PageQuery, @ListUrl() url: string): Promise<LineOpinionListDto> {
    return this.queries.opinions(id, query, url);
  }

  @Get(':id/opinions/:opinion')
  @Permit('contract.read')
  @Operation('getLineOpinion', { en: 'What residents of a line said once', zh: '查看一次居民意见' })
  opinion(@Id() id: string, @Id('opinion') opinion: string): Promise<LineOpinionDto> {
    return this.queries.opinion(id, opinion);
  }

  @Post(':id/opinions')
  @Permit('meeting.run')
  @Operation('recordLineOpinion', {
    en: 'Record what residents of a line said about its end',
    zh: '记录居民对服务线终止的意见',
  })
  async hear(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Body() body: NewLineOpinionDto,
  ): Promise<LineOpinionDto> {
    return this.queries.opinion(id, await this.endings.hear(principal, id, body));
  }

  /** Fields that are not given stay as they are. */
  @Put('by-external-id/:system/:externalId')
  @Permit('line.manage')
  @Operation(
    'putServiceLine',
    {
      en: 'Create or change the line that another system calls so; the same answer twice',
      zh: '按其他系统的编号新建或修改服务线；重复提交结果相同',
    },
    'external_id_taken',
    'end_before_start',
    'line_ends_by_decision',
    'dataset_mismatch',
  )
  async put(
    @CurrentPrincipal() principal: Principal,
    @ExternalIdParam() external: ExternalId,
    @Body() body: NewServiceLineDto,
  ): Promise<ServiceLineDto> {
    return this.queries.one(toScope(principal), await this.service.put(principal, external, body));
  }
}

/** Proposed by one person of the body that answers for it, decided by another. */
export const ServiceLineActionsController = createActionController(
  serviceLineSubject,
  [proposeLineEnd, withdrawLineEnd, endLine],
  {
    tag: 'service-lines',
    type: ServiceLineDto,
    by: ServiceLinesQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);

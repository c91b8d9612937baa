import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, Public } from '../../platform/access/decorators.js';
import type { Principal } from '../../platform/access/principal.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import type { ExternalId } from '../../platform/database/external-ids.js';
import { ExternalIdParam } from '../../platform/http/external-id.param.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
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
  ) {}

  @Get()
  @Public()
  @Operation('listServiceLines', 'List service lines', 'validation_failed', 'bad_cursor', 'throttled')
  list(@Query() query: ServiceLineQuery, @ListUrl() url: string): Promise<ServiceLineListDto> {
    return this.queries.list(query, url);
  }

  @Get(':id')
  @Public()
  @Operation('getServiceLine', 'One service line', 'not_found', 'throttled')
  one(@Id() id: string): Promise<ServiceLineDto> {
    return this.queries.one(id);
  }

  @Post()
  @Permit('line.manage')
  @Operation(
    'createServiceLine',
    'Create a service line',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'external_id_taken',
    'dataset_mismatch',
    'end_before_start',
  )
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewServiceLineDto): Promise<ServiceLineDto> {
    return this.queries.one(await this.service.create(principal, body));
  }

  @Patch(':id')
  @Permit('line.manage')
  @Operation(
    'changeServiceLine',
    'Change a service line (RFC 7396)',
    'validation_failed',
    'bad_if_match',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'stale_version',
    'end_before_start',
    'if_match_required',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ServiceLineChangeDto,
  ): Promise<ServiceLineDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(id);
  }

  /** Fields that are not given stay as they are. */
  @Put('by-external-id/:system/:externalId')
  @Permit('line.manage')
  @Operation(
    'putServiceLine',
    'Create or change the line that another system calls so; the same answer twice',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'external_id_taken',
    'end_before_start',
    'dataset_mismatch',
  )
  async put(
    @CurrentPrincipal() principal: Principal,
    @ExternalIdParam() external: ExternalId,
    @Body() body: NewServiceLineDto,
  ): Promise<ServiceLineDto> {
    return this.queries.one(await this.service.put(principal, external, body));
  }
}

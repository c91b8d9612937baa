import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import type { Principal } from '../../platform/access/principal.js';
import type { Scope } from '../../platform/access/scope.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NeedDto, NeedListDto, NeedQuery, NewNeedDto } from './need.dto.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';

@ApiTags('needs')
@Controller('needs')
export class NeedsController {
  constructor(
    private readonly service: NeedsService,
    private readonly queries: NeedsQueries,
  ) {}

  @Post()
  @Permit('need.record')
  @Operation(
    'recordNeed',
    'Record a need of residents with its source',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'external_id_taken',
    'dataset_mismatch',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Body() body: NewNeedDto,
  ): Promise<NeedDto> {
    return this.queries.one(scope, await this.service.create(principal, body));
  }

  @Get()
  @Permit('need.read')
  @Operation('listNeeds', 'List needs', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted')
  list(@CurrentScope() scope: Scope, @Query() query: NeedQuery, @ListUrl() url: string): Promise<NeedListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('need.read')
  @Operation('getNeed', 'One need', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<NeedDto> {
    return this.queries.one(scope, id);
  }
}

import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import {
  CommunityChangeDto,
  CommunityDto,
  CommunityListDto,
  CommunityQuery,
  NewCommunityDto,
} from './community.dto.js';

@ApiTags('communities')
@Controller('communities')
export class CommunitiesController {
  constructor(
    private readonly service: CommunitiesService,
    private readonly queries: CommunitiesQueries,
  ) {}

  @Get()
  @Public()
  @Operation('listCommunities', { en: 'List communities', zh: '查询社区' })
  list(@Query() query: CommunityQuery, @ListUrl() url: string): Promise<CommunityListDto> {
    return this.queries.list(query, url);
  }

  @Get(':id')
  @Public()
  @Operation('getCommunity', { en: 'One community', zh: '查看社区' })
  one(@Id() id: string): Promise<CommunityDto> {
    return this.queries.one(id);
  }

  @Post()
  @Permit('community.manage')
  @Operation(
    'createCommunity',
    { en: 'Create a community', zh: '新建社区' },
    'conflict',
    'external_id_taken',
    'dataset_mismatch',
  )
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewCommunityDto): Promise<CommunityDto> {
    return this.queries.one(await this.service.create(principal, body));
  }

  @Patch(':id')
  @Permit('community.manage')
  @Operation(
    'changeCommunity',
    { en: 'Change a community (RFC 7396)', zh: '修改社区信息（RFC 7396）' },
    'conflict',
    'dataset_mismatch',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: CommunityChangeDto,
  ): Promise<CommunityDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(id);
  }
}

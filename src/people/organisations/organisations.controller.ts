import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import type { ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { ExternalIdParam } from '../../kernel/http/lists/external-id-param.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { NewOrganisationDto, OrganisationChangeDto, OrganisationQuery } from './organisation.dto.js';
import { OrganisationDetailDto, OrganisationListDto } from './organisation-view.dto.js';
import { OrganisationsQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { RelationsDto } from './relations.dto.js';

@ApiTags('organisations')
@Controller('organisations')
export class OrganisationsController {
  constructor(
    private readonly service: OrganisationsService,
    private readonly queries: OrganisationsQueries,
  ) {}

  @Post()
  @Permit('organisation.record')
  @Operation(
    'createOrganisation',
    { en: 'Record a body', zh: '登记机构' },
    'conflict',
    'external_id_taken',
    'dataset_mismatch',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewOrganisationDto,
  ): Promise<OrganisationDetailDto> {
    return this.queries.one(toScope(principal), await this.service.create(principal, body));
  }

  @Get()
  @Permit('organisation.read')
  @Operation('listOrganisations', { en: 'List bodies', zh: '查询机构' })
  list(@Query() query: OrganisationQuery, @ListUrl() url: string): Promise<OrganisationListDto> {
    return this.queries.list(query, url);
  }

  @Get(':id')
  @Permit('organisation.read')
  @Operation('getOrganisation', { en: 'One body with what stands behind it', zh: '查看机构及其关联方' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<OrganisationDetailDto> {
    return this.queries.one(scope, id);
  }

  @Patch(':id')
  @Permit('organisation.manage')
  @Operation('changeOrganisation', { en: 'Change a body (RFC 7396)', zh: '修改机构信息（RFC 7396）' }, 'conflict')
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: OrganisationChangeDto,
  ): Promise<OrganisationDetailDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id);
  }

  /** Fields that are not given stay as they are; persons and holdings are stated apart. */
  @Put('by-external-id/:system/:externalId')
  @Permit('organisation.record')
  @Operation(
    'putOrganisation',
    {
      en: 'Create or change the body that another system calls so; the same answer twice',
      zh: '按其他系统的编号新建或修改机构；重复提交结果相同',
    },
    'conflict',
    'external_id_taken',
    'dataset_mismatch',
  )
  async put(
    @CurrentPrincipal() principal: Principal,
    @ExternalIdParam() external: ExternalId,
    @Body() body: NewOrganisationDto,
  ): Promise<OrganisationDetailDto> {
    return this.queries.one(toScope(principal), await this.service.put(principal, external, body));
  }

  @Put(':id/relations')
  @Permit('organisation.manage')
  @Operation(
    'setOrganisationRelations',
    { en: 'State the persons and bodies behind a body', zh: '登记机构的关联人员与关联机构' },
    'dataset_mismatch',
  )
  async setRelations(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: RelationsDto,
  ): Promise<OrganisationDetailDto> {
    await this.service.setRelations(principal, id, version, body);
    return this.queries.one(toScope(principal), id);
  }
}

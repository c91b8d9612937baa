import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { activateScheme, retireScheme } from './actions/decide-scheme.js';
import { NewSchemeDto, SchemeChangeDto, SchemeDto, SchemeListDto, SchemeQuery } from './scheme.dto.js';
import { schemeSubject } from './scheme.subject.js';
import { SchemesQueries } from './schemes.queries.js';
import { SchemesService } from './schemes.service.js';

/** By what services are evaluated, version by version. */
@ApiTags('evaluations')
@Controller('evaluation-schemes')
export class SchemesController {
  constructor(
    private readonly service: SchemesService,
    private readonly queries: SchemesQueries,
  ) {}

  @Post()
  @Permit('scheme.manage')
  @Operation(
    'draftScheme',
    {
      en: 'Draft an evaluation scheme from a template, an earlier version or nothing',
      zh: '依模板、早先版本或从空白起草评估方案',
    },
    'not_found',
    'dataset_mismatch',
  )
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewSchemeDto): Promise<SchemeDto> {
    return this.queries.one(toScope(principal), await this.service.create(principal, body));
  }

  @Get()
  @Permit('contract.read')
  @Operation('listSchemes', {
    en: 'Evaluation schemes that were activated, and drafts of the own bodies',
    zh: '查询已启用的评估方案及本机构的草案',
  })
  list(@CurrentScope() scope: Scope, @Query() query: SchemeQuery, @ListUrl() url: string): Promise<SchemeListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('contract.read')
  @Operation('getScheme', { en: 'One version of an evaluation scheme', zh: '查看评估方案的一个版本' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<SchemeDto> {
    return this.queries.one(scope, id);
  }

  @Patch(':id')
  @Permit('scheme.manage')
  @Operation(
    'changeScheme',
    { en: 'Change a draft; what was activated never changes', zh: '修改草案；已启用的不再变更' },
    'wrong_state',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: SchemeChangeDto,
  ): Promise<SchemeDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id);
  }
}

export const SchemeActionsController = createActionController(schemeSubject, [activateScheme, retireScheme], {
  tag: 'evaluations',
  type: SchemeDto,
  by: SchemesQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

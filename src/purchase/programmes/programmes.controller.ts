import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import type { Language } from '../../kernel/errors/texts.js';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { adjustProgramme, approveProgramme, closeProgramme } from './actions/settle-programme.js';
import { programmeSubject } from './programme.subject.js';
import { ProgrammeDetailDto, ProgrammeListDto } from './programme-view.dto.js';
import { NewProgrammeDto, ProgrammeChangeDto, ProgrammeQuery } from './programme.dto.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';

@ApiTags('programmes')
@Controller('programmes')
export class ProgrammesController {
  constructor(
    private readonly service: ProgrammesService,
    private readonly queries: ProgrammesQueries,
  ) {}

  @Post()
  @Permit('programme.manage')
  @Operation(
    'createProgramme',
    { en: 'Record a programme of one fiscal year', zh: '登记年度购买计划' },
    'external_id_taken',
    'dataset_mismatch',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Body() body: NewProgrammeDto,
  ): Promise<ProgrammeDetailDto> {
    return this.queries.one(toScope(principal), await this.service.create(principal, body), lang);
  }

  @Get()
  @Permit('programme.read')
  @Operation('listProgrammes', { en: 'List programmes', zh: '查询年度购买计划' })
  list(
    @CurrentScope() scope: Scope,
    @Query() query: ProgrammeQuery,
    @ListUrl() url: string,
  ): Promise<ProgrammeListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('programme.read')
  @Operation('getProgramme', { en: 'One programme with its budget lines', zh: '查看年度购买计划及其预算明细' })
  one(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<ProgrammeDetailDto> {
    return this.queries.one(scope, id, lang);
  }

  @Patch(':id')
  @Permit('programme.manage')
  @Operation('changeProgramme', { en: 'Change a programme (RFC 7396)', zh: '修改年度购买计划（RFC 7396）' })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ProgrammeChangeDto,
  ): Promise<ProgrammeDetailDto> {
    await this.service.change(principal, id, version, body);
    return this.queries.one(toScope(principal), id, lang);
  }
}

export const ProgrammeActionsController = createActionController(
  programmeSubject,
  [approveProgramme, adjustProgramme, closeProgramme],
  {
    tag: 'programmes',
    type: ProgrammeDetailDto,
    by: ProgrammesQueries,
    translated: true,
    read: (queries, scope, { id }, language) => queries.one(scope, id, language),
  },
);

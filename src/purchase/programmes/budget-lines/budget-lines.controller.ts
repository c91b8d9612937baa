import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { IfMatch, OptionalIfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { BudgetLineChangeDto, BudgetLineDto, BudgetLineListDto, NewBudgetLineDto } from './budget-line.dto.js';
import { BudgetLinesQueries } from './budget-lines.queries.js';
import { ProgrammesQueries } from '../programmes.queries.js';
import { ProgrammesService } from '../programmes.service.js';

@ApiTags('programmes')
@Controller('programmes/:id/budget-lines')
export class BudgetLinesController {
  constructor(
    private readonly service: ProgrammesService,
    private readonly programmes: ProgrammesQueries,
    private readonly queries: BudgetLinesQueries,
  ) {}

  @Get()
  @Permit('programme.read')
  @Operation('listBudgetLines', {
    en: 'Budget lines of a programme with what they are committed to',
    zh: '查询计划的预算明细及其占用情况',
  })
  async list(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<BudgetLineListDto> {
    return this.queries.list(id, await this.programmes.version(scope, id), query, url);
  }

  @Post()
  @Permit('programme.manage')
  @Operation('addBudgetLine', {
    en: 'Add a budget line; If-Match is honoured where it is sent',
    zh: '新增预算明细；提供 If-Match 时予以核对',
  })
  async add(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @OptionalIfMatch() version: number | undefined,
    @Body() body: NewBudgetLineDto,
  ): Promise<BudgetLineDto> {
    const line = await this.service.addLine(principal, id, version, body);
    return this.queries.one(id, await this.programmes.version(toScope(principal), id), line);
  }

  /** If-Match names the version of the programme. */
  @Patch(':line')
  @Permit('programme.manage')
  @Operation(
    'changeBudgetLine',
    {
      en: 'Change a budget line (RFC 7396); a cut below commitments is listed, not refused',
      zh: '修改预算明细（RFC 7396）；低于已占用金额时列示而不拒绝',
    },
    'use_by_needs_extension',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @Id('line') line: string,
    @IfMatch() version: number,
    @Body() body: BudgetLineChangeDto,
  ): Promise<BudgetLineDto> {
    await this.service.changeLine(principal, id, line, version, body);
    return this.queries.one(id, await this.programmes.version(toScope(principal), id), line);
  }
}

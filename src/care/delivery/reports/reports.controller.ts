import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { NewReportDto, ReportActionDto, ReportChangeDto, ReportDto, ReportListDto } from './progress-report.dto.js';
import { progressReportLifecycle } from './progress-report.lifecycle.js';
import { ReportsQueries } from './reports.queries.js';
import { ReportsService } from './reports.service.js';

/** What was done in each period of a contract: filled from its records, worded by the agency, approved by the buyer. */
@ApiTags('progress-reports')
@Controller('contracts/:id/reports')
export class ReportsController {
  constructor(
    private readonly service: ReportsService,
    private readonly queries: ReportsQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listReports',
    'Progress reports of a contract, by period',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<ReportListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Post()
  @Permit('contract.deliver')
  @Operation(
    'draftReport',
    'Draft the report of a period, filled from the records of service',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conducted_elsewhere',
    'contract_not_running',
    'no_period_open',
  )
  async draft(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Body() body: NewReportDto,
  ): Promise<ReportDto> {
    return this.queries.one(scope, contract, await this.service.draft(principal, contract, body));
  }

  @Get(':report')
  @Permit('contract.read')
  @Operation('getReport', 'One progress report', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('report') id: string): Promise<ReportDto> {
    return this.queries.one(scope, contract, id);
  }

  @Patch(':report')
  @Permit('contract.deliver')
  @Operation('writeReport', 'Say what the figures do not say (RFC 7396)', ...CHANGE_CODES, 'conducted_elsewhere')
  async write(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('report') id: string,
    @IfMatch() version: number,
    @Body() body: ReportChangeDto,
  ): Promise<ReportDto> {
    await this.service.write(principal, contract, id, version, body);
    return this.queries.one(scope, contract, id);
  }

  /** `adjust` answers the adjustment that was made: a report of its own, which names the one it adjusts. */
  @Post(':report/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnReport',
    'Fill anew, submit, approve, return or adjust a progress report',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'period_not_over',
    'report_text_missing',
    'report_outdated',
    'adjustment_open',
    'adjustment_empty',
    'judge_has_interest',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Id('report') id: string,
    @ActionParam(actionsOf(progressReportLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ReportActionDto,
  ): Promise<ReportDto> {
    return this.queries.one(
      scope,
      contract,
      await this.service.act(principal, contract, id, version, actionName(action), body),
    );
  }
}

import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { NewReportDto, ReportChangeDto, ReportDto, ReportListDto } from './progress-report.dto.js';
import { adjustReport } from './actions/adjust-report.js';
import { approveReport, returnReport } from './actions/judge-report.js';
import { refillReport, submitReport } from './actions/submit-report.js';
import { reportSubject } from './report.subject.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
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
  @Operation('listReports', { en: 'Progress reports of a contract, by period', zh: '按期间查询合同的服务报告' })
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
    {
      en: 'Draft the report of a period, filled from the records of service',
      zh: '起草某一期间的服务报告，数据取自服务记录',
    },
    'conducted_elsewhere',
    'contract_not_running',
    'no_period_open',
  )
  async draft(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewReportDto,
  ): Promise<ReportDto> {
    return this.queries.one(toScope(principal), contract, await this.service.draft(principal, contract, body));
  }

  @Get(':report')
  @Permit('contract.read')
  @Operation('getReport', { en: 'One progress report', zh: '查看服务报告' })
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('report') id: string): Promise<ReportDto> {
    return this.queries.one(scope, contract, id);
  }

  @Patch(':report')
  @Permit('contract.deliver')
  @Operation(
    'writeReport',
    { en: 'Say what the figures do not say (RFC 7396)', zh: '填写数据以外的说明（RFC 7396）' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async write(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Id('report') id: string,
    @IfMatch() version: number,
    @Body() body: ReportChangeDto,
  ): Promise<ReportDto> {
    await this.service.write(principal, contract, id, version, body);
    return this.queries.one(toScope(principal), contract, id);
  }
}

export const ReportActionsController = createActionController(
  reportSubject,
  [refillReport, submitReport, approveReport, returnReport, adjustReport],
  {
    tag: 'progress-reports',
    type: ReportDto,
    by: ReportsQueries,
    read: (queries, scope, { id, report }) => queries.one(scope, id, report),
  },
);

import { PageQuery } from '../../../kernel/http/lists/list.js';
import { NewReportDto, ReportChangeDto, ReportDto, ReportListDto } from './progress-report.dto.js';
import { adjustReport } from './actions/adjust-report.js';
import { approveReport, returnReport } from './actions/judge-report.js';
import { refillReport, submitReport } from './actions/submit-report.js';
import { reportSubject } from './report.subject.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { putOnContractPaper } from '../../../purchase/contracts/papers/contract-rows.js';
import { composeReportPaper } from './report-paper.rules.js';
import { ReportsQueries } from './reports.queries.js';
import { ReportsService } from './reports.service.js';

const reportResource = resource(reportSubject.path, {
  tag: 'progress-reports',
  type: ReportDto,
  by: ReportsQueries,
  read: (queries, scope, { id, report }) => queries.one(scope, id, report),
});

/** What was done in each period of a contract: filled from its records, worded by the agency, approved by the buyer. */
export const ReportsController = createResourceController(reportResource, ({ get, one, patch, post }) => [
  get('contracts/:id/reports', {
    operationId: 'listReports',
    summary: { en: 'Progress reports of a contract, by period', zh: '按期间查询合同的服务报告' },
    permit: 'contract.read',
    query: PageQuery,
    type: ReportListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  post('contracts/:id/reports', {
    operationId: 'draftReport',
    summary: {
      en: 'Draft the report of a period, filled from the records of service',
      zh: '起草某一期间的服务报告，数据取自服务记录',
    },
    permit: 'contract.deliver',
    refuses: ['conducted_elsewhere', 'contract_not_running', 'no_period_open', 'no_such_period', 'period_reported'],
    body: NewReportDto,
    by: ReportsService,
    make: (service, { principal, id: contract, body }) => service.draft(principal, contract, body),
  }),
  one({
    operationId: 'getReport',
    summary: { en: 'One progress report', zh: '查看服务报告' },
    permit: 'contract.read',
    paper: putOnContractPaper(composeReportPaper),
  }),
  patch('contracts/:id/reports/:report', {
    operationId: 'writeReport',
    summary: { en: 'Say what the figures do not say (RFC 7396)', zh: '填写数据以外的说明（RFC 7396）' },
    permit: 'contract.deliver',
    refuses: ['wrong_state', 'conducted_elsewhere'],
    body: ReportChangeDto,
    by: ReportsService,
    apply: (service, { principal, id: contract, report: id, version, body }) =>
      service.write(principal, contract, id, version, body),
  }),
]);

export const ReportActionsController = createActionController(
  reportSubject,
  [refillReport, submitReport, approveReport, returnReport, adjustReport],
  reportResource,
);

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { Faults } from '../../../kernel/http/body.js';
import { FaultsOfList } from '../../../kernel/http/faults-of-list.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import {
  NewServiceRecordDto,
  ServiceCorrectionDto,
  ServiceRecordBatchDto,
  ServiceRecordDto,
  ServiceRecordListDto,
  ServiceRecordQuery,
  StoredRecordsDto,
} from './service-record.dto.js';
import { ServiceRecordsQueries } from './service-records.queries.js';
import { ServiceRecordsService } from './service-records.service.js';

const REFUSED = [
  'record_in_future',
  'record_outside_window',
  'content_unknown',
  'recipient_not_served',
  'nobody_served',
  'participants_too_few',
  'day_overfull',
  'record_line_unknown',
  'record_line_missing',
  'worker_of_another_body',
  'worker_left',
  'workers_differ',
  'worker_overfull',
  'worker_elsewhere',
  'photo_no_picture',
  'code_not_issued',
  'code_own',
  'code_wrong',
] as const;

const serviceRecordResource = resource('contracts/:id/service-records/:record', {
  tag: 'service-records',
  type: ServiceRecordDto,
  by: ServiceRecordsQueries,
  read: (queries, _scope, { id, record }) => queries.one(id, record),
});

export const ServiceRecordResourceController = createResourceController(serviceRecordResource, ({ get, post }) => [
  get('contracts/:id/service-records', {
    operationId: 'listServiceRecords',
    summary: { en: 'Records of service under a contract, by day', zh: '按日期查询合同的服务记录' },
    permit: 'contract.read',
    query: ServiceRecordQuery,
    type: ServiceRecordListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  post('contracts/:id/service-records', {
    operationId: 'recordService',
    summary: {
      en: 'Record a service; sent again under its token it is the same record',
      zh: '登记服务记录；凭同一令牌重复提交为同一记录',
    },
    permit: 'service.record',
    refuses: ['conducted_elsewhere', 'contract_not_running', ...REFUSED, 'token_used'],
    body: NewServiceRecordDto,
    by: ServiceRecordsService,
    make: (service, { principal, id: contract, body }) => service.record(principal, contract, body),
  }),
  post('contracts/:id/service-records/:record/corrections', {
    operationId: 'correctServiceRecord',
    summary: { en: 'Correct or withdraw a record of service', zh: '更正或撤销服务记录' },
    description: 'The old record is kept, and says which one stands in its place.',
    permit: 'service.record',
    refuses: ['conducted_elsewhere', 'contract_not_running', ...REFUSED, 'corrected_already', 'correction_empty'],
    body: ServiceCorrectionDto,
    by: ServiceRecordsService,
    make: (service, { principal, id: contract, record, body }) => service.correct(principal, contract, record, body),
  }),
]);

/** What was done under a contract, day by day: told by the agency, never changed in silence. */
@ApiTags('service-records')
@Controller('contracts/:id/service-records')
export class ServiceRecordsController {
  constructor(private readonly service: ServiceRecordsService) {}

  /**
   * Each record has its own result; a bad one leaves the others as they are. A body above 1 MiB is refused whole (413): send several,
   * or a file of `kind=records`.
   */
  @Post('batch')
  @HttpCode(200)
  @Permit('service.record')
  @Operation(
    'recordServices',
    {
      en: 'Record up to 200 services, as a device kept them without a network',
      zh: '批量登记至多 200 条离线保存的服务记录',
    },
    'conducted_elsewhere',
    'contract_not_running',
  )
  async batch(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() contract: string,
    @Body() body: ServiceRecordBatchDto,
    @FaultsOfList() faults: Faults,
  ): Promise<StoredRecordsDto> {
    return { results: await this.service.batch(principal, contract, body.records, faults, lang) };
  }
}

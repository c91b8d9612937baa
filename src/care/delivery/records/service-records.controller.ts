import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { Faults } from '../../../kernel/http/body.js';
import { FaultsOfList } from '../../../kernel/http/faults-of-list.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
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
  'day_overfull',
] as const;

/** What was done under a contract, day by day: told by the agency, never changed in silence. */
@ApiTags('service-records')
@Controller('contracts/:id/service-records')
export class ServiceRecordsController {
  constructor(
    private readonly service: ServiceRecordsService,
    private readonly queries: ServiceRecordsQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation('listServiceRecords', {
    en: 'Records of service under a contract, by day',
    zh: '按日期查询合同的服务记录',
  })
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: ServiceRecordQuery,
    @ListUrl() url: string,
  ): Promise<ServiceRecordListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Post()
  @Permit('service.record')
  @Operation(
    'recordService',
    {
      en: 'Record a service; sent again under its token it is the same record',
      zh: '登记服务记录；凭同一令牌重复提交为同一记录',
    },
    'conducted_elsewhere',
    'contract_not_running',
    ...REFUSED,
    'token_used',
  )
  async record(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewServiceRecordDto,
  ): Promise<ServiceRecordDto> {
    return this.queries.one(contract, await this.service.record(principal, contract, body));
  }

  /** Each record has its own result; a bad one leaves the others as they are. */
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

  /** The old record is kept, and says which one stands in its place. */
  @Post(':record/corrections')
  @Permit('service.record')
  @Operation(
    'correctServiceRecord',
    { en: 'Correct or withdraw a record of service', zh: '更正或撤销服务记录' },
    'conducted_elsewhere',
    'contract_not_running',
    ...REFUSED,
    'corrected_already',
    'correction_empty',
  )
  async correct(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Id('record') record: string,
    @Body() body: ServiceCorrectionDto,
  ): Promise<ServiceRecordDto> {
    return this.queries.one(contract, await this.service.correct(principal, contract, record, body));
  }
}

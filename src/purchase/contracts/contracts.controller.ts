import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import type { ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import type { Language } from '../../kernel/errors/texts.js';
import { OptionalIfMatch } from '../../kernel/http/concurrency.js';
import { ExternalIdParam } from '../../kernel/http/lists/external-id-param.js';
import { Id } from '../../kernel/http/id.js';
import { KeyRequired } from '../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { CONTRACT_FACT_DATA, RecordContractFactsDto } from '../tenders/recording/contract-facts.dto.js';
import { ContractQuery } from '../tenders/reads/tender.dto.js';
import { PutContractDto } from './contract-put.dto.js';
import { ContractPutsService } from './contract-puts.service.js';
import { ContractDetailDto, ContractListDto } from './contract-view.dto.js';
import { ContractsQueries } from './contracts.queries.js';
import { ContractsService } from './contracts.service.js';

@ApiTags('contracts')
@ApiExtraModels(...Object.values(CONTRACT_FACT_DATA))
@Controller('contracts')
export class ContractsController {
  constructor(
    private readonly service: ContractsService,
    private readonly puts: ContractPutsService,
    private readonly queries: ContractsQueries,
  ) {}

  @Get()
  @Public()
  @Operation('listContracts', {
    en: 'Published contracts, and those of the caller’s bodies',
    zh: '查询已公开的合同及本机构的合同',
  })
  list(@CurrentScope() scope: Scope, @Query() query: ContractQuery, @ListUrl() url: string): Promise<ContractListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Public()
  @Operation('getContract', { en: 'One contract with its facts', zh: '查看合同及其事实' })
  one(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<ContractDetailDto> {
    return this.queries.one(scope, id, lang);
  }

  /**
   * A batch route: up to 100 facts, all of them or none, each added beside what others record at the same time. Facts never
   * overwrite one another: one that contradicts a stored one is refused (409, both named), a correction names what it
   * `replaces`, and the required Idempotency-Key keeps a repetition from adding twice. So If-Match is not required here;
   * where it is sent it is honoured (412).
   */
  @Post(':id/facts')
  @HttpCode(200)
  @Permit('contract.record')
  @KeyRequired()
  @Operation(
    'recordContractFacts',
    {
      en: 'Record facts of a contract with their sources; all of them or none',
      zh: '登记合同的事实及其来源；全部登记或全部不登记',
    },
    'fact_contradiction',
    'fact_not_replaceable',
    'wrong_state',
    'end_before_start',
    'dataset_mismatch',
    'budget_exceeded',
    'conducted_here',
  )
  async recordFacts(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @OptionalIfMatch() version: number | undefined,
    @Body() body: RecordContractFactsDto,
  ): Promise<ContractDetailDto> {
    await this.service.recordFacts(principal, id, body.facts, version);
    return this.queries.one(toScope(principal), id, lang);
  }

  /** Fields that are not given stay as they are. What became of it is recorded apart. */
  @Put('by-external-id/:system/:externalId')
  @Permit('contract.record')
  @Operation(
    'putContract',
    {
      en: 'Create or change the recorded contract that another system calls so; the same answer twice',
      zh: '按其他系统的编号新建或修改已登记的合同；重复提交结果相同',
    },
    'external_id_taken',
    'conflict',
    'fact_contradiction',
    'lot_unknown',
    'end_before_start',
    'dataset_mismatch',
    'budget_exceeded',
    'conducted_here',
  )
  async put(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @ExternalIdParam() external: ExternalId,
    @Body() body: PutContractDto,
  ): Promise<ContractDetailDto> {
    return this.queries.one(toScope(principal), await this.puts.put(principal, external, body), lang);
  }
}

import { ApiExtraModels } from '@nestjs/swagger';
import { putOnPaper } from '../../kernel/actions/paper-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { KeyRequired } from '../../kernel/http/idempotency/idempotency.js';
import { CONTRACT_FACT_DATA, RecordContractFactsDto } from '../tenders/recording/contract-facts.dto.js';
import { ContractQuery } from '../tenders/reads/tender.dto.js';
import { PutContractDto } from './contract-put.dto.js';
import { ContractPutsService } from './contract-puts.service.js';
import { ContractDetailDto, ContractListDto } from './contract-view.dto.js';
import { composeContractPaper } from './papers/contract-paper.rules.js';
import { InstalmentAmounts } from './papers/instalment-amounts.js';
import { ContractsQueries } from './contracts.queries.js';
import { ContractNeedsQueries } from './needs/contract-needs.queries.js';
import { ContractsService } from './contracts.service.js';

export const contractResource = resource('contracts/:id', {
  tag: 'contracts',
  type: ContractDetailDto,
  by: ContractsQueries,
  translated: true,
  read: (queries, scope, { id }, language) => queries.one(scope, id, language),
});

export const ContractsController = createResourceController(contractResource, ({ add, get, one, putExternal }) => [
  get('contracts', {
    operationId: 'listContracts',
    summary: { en: 'Published contracts, and those of the caller’s bodies', zh: '查询已公开的合同及本机构的合同' },
    permit: 'public',
    query: ContractQuery,
    type: ContractListDto,
    read: (queries, { scope, query, url }) => queries.list(scope, query, url),
  }),
  one({
    operationId: 'getContract',
    summary: { en: 'One contract with its facts', zh: '查看合同及其事实' },
    permit: 'public',
    by: ContractNeedsQueries,
    read: (queries, { principal, scope, id, language }) => queries.one(principal, scope, id, language),
    paper: putOnPaper(['pdf', 'docx'], async (contract: ContractDetailDto, { scope, language, use }) =>
      composeContractPaper(contract, language, await use(InstalmentAmounts).list(scope, contract.id)),
    ),
  }),
  add('contracts/:id/facts', {
    operationId: 'recordContractFacts',
    summary: {
      en: 'Record facts of a contract with their sources; all of them or none',
      zh: '登记合同的事实及其来源；全部登记或全部不登记',
    },
    description:
      'A batch route: as facts of tenders are recorded. If-Match is not required; where it is sent it is honoured (412).',
    permit: 'contract.record',
    refuses: [
      'fact_contradiction',
      'fact_not_replaceable',
      'wrong_state',
      'end_before_start',
      'dataset_mismatch',
      'budget_exceeded',
      'conducted_here',
    ],
    decorators: [KeyRequired(), ApiExtraModels(...Object.values(CONTRACT_FACT_DATA))],
    version: 'optional',
    body: RecordContractFactsDto,
    by: ContractsService,
    apply: (service, { principal, id, version, body }) => service.recordFacts(principal, id, body.facts, version),
  }),
  putExternal({
    operationId: 'putContract',
    summary: {
      en: 'Create or change the recorded contract that another system calls so; the same answer twice',
      zh: '按其他系统的编号新建或修改已登记的合同；重复提交结果相同',
    },
    description: 'Fields that are not given stay as they are. What became of it is recorded apart.',
    permit: 'contract.record',
    refuses: [
      'external_id_taken',
      'conflict',
      'fact_contradiction',
      'lot_unknown',
      'end_before_start',
      'dataset_mismatch',
      'budget_exceeded',
      'conducted_here',
    ],
    body: PutContractDto,
    by: ContractPutsService,
    make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
  }),
]);

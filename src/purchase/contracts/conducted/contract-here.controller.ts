import { Body, Controller, Get, Header, Headers, Post, type StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { proposeAmendment, withdrawAmendment } from '../amendments/actions/propose-amendment.js';
import { renewContract } from '../amendments/actions/renew-contract.js';
import { publishAmendment, signAmendment } from '../amendments/actions/sign-amendment.js';
import { takeOverContract } from '../content/actions/take-over-contract.js';
import { ContractDraftsService } from '../content/contract-drafts.service.js';
import { recordedContractSubject } from '../content/recorded-contract.subject.js';
import { ContractDetailDto } from '../contract-view.dto.js';
import { contractResource } from '../contracts.controller.js';
import { ContractsQueries } from '../contracts.queries.js';
import { deliverContract, fileContract, publishContract, startContract } from './actions/carry-on-contract.js';
import {
  askSubcontract,
  askTeamChange,
  changeTeam,
  consentSubcontract,
  refuseSubcontract,
  refuseTeamChange,
} from './actions/consent-to-change.js';
import {
  answerObjection,
  demandPayment,
  raiseObjection,
  resumeWork,
  suspendWork,
} from '../agency/actions/act-for-agency.js';
import {
  announceWithdrawal,
  answerWithdrawal,
  takeBackWithdrawal,
  withdrawFromContract,
} from '../agency/actions/withdraw-from-contract.js';
import {
  archiveContract,
  beHeard,
  closeUnperformed,
  proposeRescission,
  proposeTermination,
  rescindContract,
  settleContract,
  terminateContract,
  withdrawRescissionProposal,
  withdrawTerminationProposal,
} from '../ending/actions/end-contract.js';
import {
  confirmHalt,
  haltContract,
  orderHalt,
  proposeHalt,
  resumeContract,
  withdrawHaltProposal,
} from '../halting/actions/halt-contract.js';
import { abandonDraft, redraftContract } from './actions/redraft-contract.js';
import { confirmContent, signContract, withdrawSignature } from './actions/sign-contract.js';
import { NewContractDto } from './contract-content.dto.js';
import { contractSubject } from './contract.subject.js';
import { ContractTextDto } from './contract-here.dto.js';
import { ContractHereQueries } from './contract-here.queries.js';

/** A contract that goes on here: its draft and its text; its actions stand below. */
@ApiTags('contracts')
@Controller('contracts')
export class ContractHereController {
  constructor(
    private readonly drafts: ContractDraftsService,
    private readonly here: ContractHereQueries,
    private readonly queries: ContractsQueries,
  ) {}

  @Post()
  @Permit('contract.manage')
  @Header('Location', '/api/v1/contracts/')
  @Operation(
    'draftContract',
    {
      en: 'Draft the contract of an award; what is not given comes from the documents',
      zh: '依成交结果起草合同；未填写的取自采购文件',
    },
    'not_found',
    'conflict',
    'award_not_active',
    'unit_price_with_sum',
    'bands_unordered',
  )
  async draft(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Body() body: NewContractDto,
  ): Promise<ContractDetailDto> {
    return this.queries.one(toScope(principal), await this.drafts.draft(principal, body), lang);
  }

  /** As `text/plain` the text alone. Every word follows from the content whose hash is signed. */
  @Get(':id/text')
  @Permit('contract.read')
  @ApiExtraModels(ContractTextDto)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ContractTextDto) } },
      'text/plain': { schema: { type: 'string' } },
    },
  })
  @Operation('getContractText', {
    en: 'The text of a contract that goes on here, in Chinese, with its hash',
    zh: '查看在此履行的合同的中文文本及其哈希值',
  })
  text(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Headers('accept') accept: string | undefined,
  ): Promise<ContractTextDto | StreamableFile> {
    return this.here.text(scope, id, accept);
  }
}

/** Before the other one, which refuses every other action at their address. */
export const RecordedContractActionsController = createActionController(recordedContractSubject, [takeOverContract], {
  ...contractResource,
  sharesPath: true,
});

export const ContractActionsController = createActionController(
  contractSubject,
  [
    ...[redraftContract, signContract, confirmContent, withdrawSignature, abandonDraft],
    ...[startContract, publishContract, fileContract, deliverContract],
    ...[proposeHalt, haltContract, orderHalt, confirmHalt, withdrawHaltProposal, resumeContract],
    ...[proposeAmendment, signAmendment, withdrawAmendment, publishAmendment, renewContract],
    ...[askTeamChange, changeTeam, refuseTeamChange, askSubcontract, consentSubcontract, refuseSubcontract],
    ...[proposeTermination, beHeard, terminateContract, withdrawTerminationProposal],
    ...[proposeRescission, rescindContract, withdrawRescissionProposal],
    ...[raiseObjection, answerObjection, demandPayment, suspendWork, resumeWork],
    ...[announceWithdrawal, answerWithdrawal, withdrawFromContract, takeBackWithdrawal],
    ...[settleContract, closeUnperformed, archiveContract],
  ],
  contractResource,
);

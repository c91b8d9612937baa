import { Body, Controller, Get, Header, Headers, HttpCode, Post, type StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeyRequired } from '../../../kernel/http/idempotency/idempotency.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { ContractDetailDto } from '../contract-view.dto.js';
import { ContractsQueries } from '../contracts.queries.js';
import { PATH_ACTIONS } from './action-names.js';
import { AmendDto, ContractActionDto, NewAmendmentDto, NewContractDto, SignDto } from './contract-actions.dto.js';
import { ContractActionsService } from './contract-actions.service.js';
import { ContractDraftsService } from '../content/contract-drafts.service.js';
import { ContractTextDto } from './contract-here.dto.js';
import { ContractHereQueries } from './contract-here.queries.js';

const ACTING = [...CHANGE_CODES, 'conducted_elsewhere'] as const;
const SIGNING = ['other_content_signed', 'signed_already', 'signer_has_interest'] as const;
const CONTENT = [
  'content_incomplete',
  'performance_bond_too_high',
  'term_too_long',
  'term_conditions_missing',
  'payment_term_too_long',
] as const;

/** A contract that goes on here: its draft, its signing, and what the parties do with it. */
@ApiTags('contracts')
@Controller('contracts')
export class ContractHereController {
  constructor(
    private readonly drafts: ContractDraftsService,
    private readonly actions: ContractActionsService,
    private readonly here: ContractHereQueries,
    private readonly queries: ContractsQueries,
  ) {}

  @Post()
  @Permit('contract.manage')
  @Header('Location', '/api/v1/contracts/')
  @Operation(
    'draftContract',
    'Draft the contract of an award; what is not given comes from the documents',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conflict',
    'award_not_active',
  )
  async draft(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Body() body: NewContractDto,
  ): Promise<ContractDetailDto> {
    return this.queries.one(scope, await this.drafts.draft(principal, body), lang);
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
  @Operation(
    'getContractText',
    'The text of a contract that goes on here, in Chinese, with its hash',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  text(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Headers('accept') accept: string | undefined,
  ): Promise<ContractTextDto | StreamableFile> {
    return this.here.text(scope, id, accept);
  }

  /** Proposed by the buyer as a difference; in force once both parties have signed its hash (`actions/amend`). */
  @Post(':id/amendments')
  @HttpCode(200)
  @Permit('contract.manage')
  @Operation(
    'proposeAmendment',
    'Propose an amendment of a contract in force',
    ...ACTING,
    ...CONTENT,
    'content_unconfirmed',
    'amendment_empty',
    'supplement_changes_terms',
    'supplement_too_high',
    'contract_departs',
    'instalment_requested',
  )
  async propose(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: NewAmendmentDto,
  ): Promise<ContractDetailDto> {
    await this.actions.propose(principal, id, version, body);
    return this.queries.one(scope, id, lang);
  }

  @Post(':id/actions/sign')
  @HttpCode(200)
  @Permit('contract.sign')
  @KeyRequired()
  @Operation(
    'signContract',
    'Sign the content of a draft for the own side; the second signature concludes the contract',
    ...ACTING,
    'idempotency_key_required',
    'key_in_progress',
    'key_reused',
    'award_not_active',
    'renewal_not_planned',
    'standstill_running',
    ...SIGNING,
    'credit_code_missing',
    'contract_departs',
    ...CONTENT,
    'individual_not_suitable',
    'fact_contradiction',
    'budget_exceeded',
  )
  async sign(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: SignDto,
  ): Promise<ContractDetailDto> {
    await this.actions.sign(principal, id, version, body);
    return this.queries.one(scope, id, lang);
  }

  @Post(':id/actions/amend')
  @HttpCode(200)
  @Permit('contract.sign')
  @KeyRequired()
  @Operation(
    'signAmendment',
    'Sign an amendment for the own side; the second signature puts it in force',
    ...ACTING,
    'idempotency_key_required',
    'key_in_progress',
    'key_reused',
    'amendment_unknown',
    ...SIGNING,
    'amendment_outdated',
    'supplement_too_high',
    'contract_departs',
    ...CONTENT,
    'instalment_requested',
    'budget_exceeded',
  )
  async amend(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: AmendDto,
  ): Promise<ContractDetailDto> {
    await this.actions.amend(principal, id, version, body);
    return this.queries.one(scope, id, lang);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnContract',
    'Take over, start, publish, file, halt, renew, end a contract, or ask for and consent to a change',
    ...ACTING,
    'route_not_found',
    'fact_contradiction',
    ...SIGNING,
    'take_over_incomplete',
    'payments_missing',
    'content_agreed',
    'signature_absent',
    'award_stands',
    'start_too_early',
    'published_already',
    'filed_already',
    'amendment_unknown',
    'amendment_not_agreed',
    'team_change_pending',
    'team_change_not_asked',
    'subcontract_pending',
    'subcontract_not_asked',
    'subcontract_of_the_whole',
    'halt_ground_missing',
    'halt_ground_unproven',
    'ground_not_lawful',
    'remedy_not_decided',
    'performed_already',
    'renewal_not_planned',
    'renewed_already',
    'renewal_not_announced',
    'renewal_window_departs',
    'grade_below_minimum',
    'renewal_beyond_term',
    'term_conditions_missing',
    'budget_not_assured',
    'budget_exceeded',
    'conflict',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @ActionParam(PATH_ACTIONS) action: string,
    @IfMatch() version: number,
    @Body() body: ContractActionDto,
  ): Promise<ContractDetailDto> {
    await this.actions.act(principal, id, version, actionName(action), body);
    return this.queries.one(scope, id, lang);
  }
}

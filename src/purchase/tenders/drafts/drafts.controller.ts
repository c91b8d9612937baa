import { Body, Controller, Header, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { LotsDto } from '../reads/tender.dto.js';
import { tenderLifecycle } from '../tender.lifecycle.js';
import { TenderDetailDto } from '../reads/tender-view.dto.js';
import { TendersQueries } from '../reads/tenders.queries.js';
import { NewCopyDto } from './copies.dto.js';
import { CopiesService } from './copies.service.js';
import { DraftsService } from './drafts.service.js';
import { MandateDto, NewOpinionDto, TenderActionDto } from '../conducted/tender-actions.dto.js';
import { TenderActionsService } from '../conducted/tender-actions.service.js';
import { CriteriaDto, PlanDto, TermsDto } from '../conducted/terms.dto.js';

const WRITING = [
  'validation_failed',
  'bad_if_match',
  'not_signed_in',
  'not_permitted',
  'not_found',
  'wrong_state',
  'stale_version',
  'conducted_elsewhere',
  'if_match_required',
] as const;

/** A tender that is conducted here: its draft, and the actions that lead to its issue. */
@ApiTags('tenders')
@Controller('tenders/:id')
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly copies: CopiesService,
    private readonly actions: TenderActionsService,
    private readonly queries: TendersQueries,
  ) {}

  @Post('copies')
  @Header('Location', '/api/v1/tenders/')
  @Permit('tender.draft')
  @Operation(
    'copyTender',
    'A new draft that begins as an earlier purchase of the own body was, with its dates planned anew',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'dataset_mismatch',
    'lot_unknown',
    'lot_not_failed',
  )
  async copy(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: NewCopyDto,
  ): Promise<TenderDetailDto> {
    return this.queries.one(scope, await this.copies.copy(principal, id, body), lang);
  }

  @Put('lots')
  @Permit('tender.draft')
  @Operation('setTenderLots', 'The lots of a draft, all of them', ...WRITING)
  async setLots(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: LotsDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setLots(principal, id, version, body.lots);
    return this.queries.one(scope, id, lang);
  }

  @Patch('terms')
  @Permit('tender.draft')
  @Operation('setTenderTerms', 'What the documents of a draft say beside its lots (RFC 7396)', ...WRITING)
  async setTerms(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: TermsDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setTerms(principal, id, version, body);
    return this.queries.one(scope, id, lang);
  }

  @Put('criteria')
  @Permit('tender.draft')
  @Operation('setTenderCriteria', 'The criteria of a draft, all of them', ...WRITING)
  async setCriteria(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: CriteriaDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setCriteria(principal, id, version, body.criteria);
    return this.queries.one(scope, id, lang);
  }

  @Patch('plan')
  @Permit('tender.draft')
  @Operation('planTender', 'When the steps of a draft are planned (RFC 7396)', ...WRITING)
  async setPlan(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: PlanDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setPlan(principal, id, version, body);
    return this.queries.one(scope, id, lang);
  }

  @Post('opinions')
  @HttpCode(200)
  @Permit('tender.draft')
  @Operation(
    'recordOpinion',
    'Record what the public, suppliers or a lawyer said of a draft',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'wrong_state',
    'conducted_elsewhere',
    'dated_in_future',
  )
  async addOpinion(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: NewOpinionDto,
  ): Promise<TenderDetailDto> {
    await this.actions.addOpinion(principal, id, body);
    return this.queries.one(scope, id, lang);
  }

  @Put('mandate')
  @Permit('tender.manage')
  @Operation('mandateAgent', 'Mandate an agent with a tender, or end its mandate', ...WRITING)
  async mandate(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: MandateDto,
  ): Promise<TenderDetailDto> {
    await this.actions.mandate(principal, id, version, body.agent);
    return this.queries.one(scope, id, lang);
  }

  @Post('actions/:action')
  @HttpCode(200)
  @Permit('tender.read')
  @Operation(
    'actOnTender',
    'Submit, approve, publish, issue, correct, suspend, fail or cancel a tender that is conducted here',
    ...WRITING,
    'route_not_found',
    'method_not_conducted',
    'buyer_not_eligible',
    'lots_incomplete',
    'window_missing',
    'service_lines_missing',
    'criteria_incomplete',
    'criterion_forbidden',
    'criterion_unquantified',
    'bid_bond_too_high',
    'terms_uncontractable',
    'budget_below_ceilings',
    'budget_exceeded',
    'author_approves',
    'opinion_missing',
    'risk_unexplained',
    'method_approval_needless',
    'method_approval_pending',
    'method_approval_refused',
    'method_approval_not_asked',
    'authority_level_too_low',
    'insufficient_data',
    'method_approval_missing',
    'programme_not_approved',
    'intent_unexplained',
    'price_weight_unlawful',
    'preparation_too_short',
    'documents_too_short',
    'notice_too_short',
    'deadline_not_working_day',
    'cancel_ground_missing',
    'fail_ground_missing',
    'end_ground_unproven',
    'correction_changes_object',
    'correction_changes_qualification',
    'deadline_moved_forward',
    'clarification_too_late',
    'witness_has_interest',
    'suspension_groundless',
    'suspension_running',
    'remedy_not_decided',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @ActionParam(actionsOf(tenderLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: TenderActionDto,
  ): Promise<TenderDetailDto> {
    await this.actions.act(principal, id, version, actionName(action), body);
    return this.queries.one(scope, id, lang);
  }
}

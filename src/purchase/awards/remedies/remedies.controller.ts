import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { challengeLifecycle } from './challenge.lifecycle.js';
import { ChallengesService } from './challenges.service.js';
import { complaintLifecycle } from './complaint.lifecycle.js';
import { ComplaintsService } from './complaints.service.js';
import { RemediesQueries } from './remedies.queries.js';
import {
  ChallengeActionDto,
  ChallengeDto,
  ChallengeListDto,
  ChallengeQuery,
  ComplaintActionDto,
  ComplaintDto,
  ComplaintListDto,
  ComplaintQuery,
  NewChallengeDto,
  NewComplaintDto,
} from './remedy.dto.js';

const READING = ['not_signed_in', 'not_permitted', 'not_found'] as const;
const ACTING = [...CHANGE_CODES, 'route_not_found', 'remedy_not_owed', 'remedy_unapplied'] as const;

/** Challenges (质疑): Law article 52. Receipt cannot be refused. */
@ApiTags('remedies')
@Controller('challenges')
export class ChallengesController {
  constructor(
    private readonly service: ChallengesService,
    private readonly queries: RemediesQueries,
  ) {}

  @Post()
  @Permit('challenge.file')
  @Header('Location', '/api/v1/challenges/')
  @Operation(
    'fileChallenge',
    'Challenge the documents, a step or the result of a purchase',
    'validation_failed',
    ...READING,
    'lot_unknown',
    'dated_in_future',
  )
  async file(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Body() body: NewChallengeDto,
  ): Promise<ChallengeDto> {
    return this.queries.challenge(scope, await this.service.receive(principal, body));
  }

  @Get()
  @Permit('tender.read')
  @Operation(
    'listChallenges',
    'Challenges of the own body, to its purchases, or in the own region',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
  )
  list(
    @CurrentScope() scope: Scope,
    @Query() query: ChallengeQuery,
    @ListUrl() url: string,
  ): Promise<ChallengeListDto> {
    return this.queries.challenges(scope, query, url);
  }

  @Get(':id')
  @Permit('tender.read')
  @Operation('getChallenge', 'One challenge with its clocks', ...READING)
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<ChallengeDto> {
    return this.queries.challenge(scope, id);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('tender.read')
  @Operation(
    'actOnChallenge',
    'Answer, set aside or withdraw a challenge, or say what follows from it',
    ...ACTING,
    'acts_with_interest',
    'challenge_in_scope',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(challengeLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ChallengeActionDto,
  ): Promise<ChallengeDto> {
    await this.service.act(principal, id, version, actionName(action), body);
    return this.queries.challenge(scope, id);
  }
}

/** Complaints (投诉) to the finance authority: Law articles 55 to 57. */
@ApiTags('remedies')
@Controller('complaints')
export class ComplaintsController {
  constructor(
    private readonly service: ComplaintsService,
    private readonly queries: RemediesQueries,
  ) {}

  @Post()
  @Permit('complaint.file')
  @Header('Location', '/api/v1/complaints/')
  @Operation(
    'fileComplaint',
    'Complain to the finance authority after a challenge',
    'validation_failed',
    ...READING,
    'lot_unknown',
  )
  async file(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Body() body: NewComplaintDto,
  ): Promise<ComplaintDto> {
    return this.queries.complaint(scope, await this.service.receive(principal, body));
  }

  @Get()
  @Permit('tender.read')
  @Operation(
    'listComplaints',
    'Complaints of the own body, about its purchases, or in the own region',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
  )
  list(
    @CurrentScope() scope: Scope,
    @Query() query: ComplaintQuery,
    @ListUrl() url: string,
  ): Promise<ComplaintListDto> {
    return this.queries.complaints(scope, query, url);
  }

  @Get(':id')
  @Permit('tender.read')
  @Operation('getComplaint', 'One complaint with its clock', ...READING)
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<ComplaintDto> {
    return this.queries.complaint(scope, id);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('tender.read')
  @Operation(
    'actOnComplaint',
    'Have a complaint corrected, accept, refuse, appraise, decide or withdraw it',
    ...ACTING,
    'complaint_without_challenge',
    'complaint_beyond_challenge',
    'complaint_decided_already',
    'correction_open',
    'acts_with_interest',
    'refusal_ground_missing',
    'appraisal_running',
    'appraisal_not_running',
    'effect_not_lawful',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(complaintLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ComplaintActionDto,
  ): Promise<ComplaintDto> {
    await this.service.act(principal, id, version, actionName(action), body);
    return this.queries.complaint(scope, id);
  }
}

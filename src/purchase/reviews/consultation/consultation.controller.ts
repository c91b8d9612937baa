import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { LAWFUL_PANEL, REVIEWING, WITH_VERSION } from '../review.codes.js';
import { LotDto, LotQuery } from '../review.dto.js';
import {
  ConfirmRequirementDto,
  ConsultationDto,
  FinalOffersRequestDto,
  RefuseRequirementDto,
  RequirementChangeDto,
} from './consultation.dto.js';
import { ConsultationQueries } from './consultation.queries.js';
import { ConsultationService } from './consultation.service.js';

/** The talks of a panel with the suppliers of a lot. */
@ApiTags('reviews')
@Controller('tenders/:id/review')
export class ConsultationController {
  constructor(
    private readonly service: ConsultationService,
    private readonly queries: ConsultationQueries,
  ) {}

  @Get('consultation')
  @Permit('tender.read')
  @Operation(
    'getConsultation',
    'The consultation of a lot: changes of the requirement, and what the suppliers answered',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  read(@CurrentPrincipal() principal: Principal, @Id() id: string, @Query() query: LotQuery): Promise<ConsultationDto> {
    return this.queries.of(principal, id, query.lot ?? 1);
  }

  @Post('actions/begin-consultation')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'beginConsultation',
    'Begin the talks with every supplier whose bid is valid',
    ...REVIEWING,
    ...WITH_VERSION,
    'not_a_consultation',
    'conformity_open',
    'declarations_open',
    ...LAWFUL_PANEL,
  )
  async begin(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: LotDto,
  ): Promise<ConsultationDto> {
    await this.service.begin(principal, id, version, body.lot);
    return this.queries.of(principal, id, body.lot);
  }

  @Post('actions/change-requirement')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'changeRequirement',
    'Propose a change of the requirement or of the draft of the contract; the buyer confirms it',
    ...REVIEWING,
    ...WITH_VERSION,
    'requirement_proposed',
    'declarations_open',
    ...LAWFUL_PANEL,
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: RequirementChangeDto,
  ): Promise<ConsultationDto> {
    await this.service.propose(principal, id, version, body);
    return this.queries.of(principal, id, body.lot);
  }

  @Post('actions/confirm-requirement')
  @HttpCode(200)
  @Permit('tender.manage')
  @Operation(
    'confirmRequirement',
    'Confirm a change of the requirement: every supplier is told at once and answers anew',
    ...REVIEWING,
    ...WITH_VERSION,
    'acts_with_interest',
    'requirement_not_proposed',
    'answer_time_too_short',
  )
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ConfirmRequirementDto,
  ): Promise<ConsultationDto> {
    await this.service.confirm(principal, id, version, body);
    return this.queries.of(principal, id, body.lot);
  }

  @Post('actions/refuse-requirement')
  @HttpCode(200)
  @Permit('tender.manage')
  @Operation(
    'refuseRequirement',
    'Refuse a change of the requirement; no supplier learns of it',
    ...REVIEWING,
    ...WITH_VERSION,
    'acts_with_interest',
    'requirement_not_proposed',
  )
  async refuse(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: RefuseRequirementDto,
  ): Promise<ConsultationDto> {
    await this.service.refuse(principal, id, version, body);
    return this.queries.of(principal, id, body.lot);
  }

  @Post('actions/request-final-offers')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'requestFinalOffers',
    'Call for the final offers of all suppliers that are left, by one deadline; once most members do they are asked for, or one left: the lot fails',
    ...REVIEWING,
    ...WITH_VERSION,
    'requirement_unconfirmed',
    'responses_running',
    'final_deadline_past',
    'answer_time_too_short',
    'declarations_open',
    ...LAWFUL_PANEL,
  )
  async request(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: FinalOffersRequestDto,
  ): Promise<ConsultationDto> {
    await this.service.requestFinalOffers(principal, id, version, body);
    return this.queries.of(principal, id, body.lot);
  }
}

import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { PanelService } from './panel.service.js';
import { AppointDto, DeclarationsDto, EndMemberDto } from '../review.dto.js';
import { APPOINTING, REVIEWING, WITH_VERSION } from '../review.codes.js';
import { ReviewsDto } from '../review-view.dto.js';
import { ReviewsQueries } from '../reviews.queries.js';

/** Who sits in the panel of a lot, and what they declare. */
@ApiTags('reviews')
@Controller('tenders/:id/review')
export class PanelController {
  constructor(
    private readonly panel: PanelService,
    private readonly queries: ReviewsQueries,
  ) {}

  /** Whole, without pages: one for each lot of the tender. */
  @Get()
  @Permit('tender.read')
  @Operation('getReview', 'The reviews of a tender, lot by lot', 'not_signed_in', 'not_permitted', 'not_found')
  read(@CurrentPrincipal() principal: Principal, @Id() id: string, @Lang() lang: Language): Promise<ReviewsDto> {
    return this.queries.of(principal, id, lang);
  }

  @Post('members')
  @HttpCode(200)
  @Permit('panel.appoint')
  @Operation('appointPanelMember', 'Appoint a member to the panel of a lot', ...REVIEWING, ...APPOINTING)
  async appoint(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: AppointDto,
  ): Promise<ReviewsDto> {
    await this.panel.appoint(principal, id, body);
    return this.queries.of(principal, id, lang);
  }

  @Post('members/:member/actions/remove')
  @HttpCode(200)
  @Permit('panel.appoint')
  @Operation(
    'removePanelMember',
    'Take a member out of the panel before any score',
    ...REVIEWING,
    ...WITH_VERSION,
    'replacement_ground_missing',
  )
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Id('member') member: string,
    @IfMatch() version: number,
    @Body() body: EndMemberDto,
  ): Promise<ReviewsDto> {
    await this.panel.end(principal, id, member, version, body, false);
    return this.queries.of(principal, id, lang);
  }

  @Post('members/:member/actions/replace')
  @HttpCode(200)
  @Permit('panel.appoint')
  @Operation(
    'replacePanelMember',
    'Put another in the place of a member; what the replaced one scored is void',
    ...REVIEWING,
    ...WITH_VERSION,
    'replacement_ground_missing',
    ...APPOINTING,
  )
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Id('member') member: string,
    @IfMatch() version: number,
    @Body() body: EndMemberDto,
  ): Promise<ReviewsDto> {
    await this.panel.end(principal, id, member, version, body, true);
    return this.queries.of(principal, id, lang);
  }

  @Post('declarations')
  @HttpCode(200)
  @Permit('panel.act')
  @Operation(
    'declareTies',
    'Declare for every bidder whether there is a tie',
    ...REVIEWING,
    'bidders_unknown',
    'declaration_incomplete',
  )
  async declare(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: DeclarationsDto,
  ): Promise<ReviewsDto> {
    await this.panel.declare(principal, id, body);
    return this.queries.of(principal, id, lang);
  }
}

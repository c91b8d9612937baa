import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Unrecorded } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { ReceiptDto } from '../../bids/bid.dto.js';
import { FinalOffersService } from './final-offers/final-offers.service.js';
import { FinalOfferDto, OwnConsultationDto, ResponseDto, WithdrawalDto } from './supplier.dto.js';
import { SupplierQueries } from './supplier.queries.js';
import { SuppliersService } from './suppliers.service.js';

/**
 * A consultation from the side of a supplier. Who has made a final offer is a secret until the deadline of all, and a
 * refused withdrawal would tell of one: no request to these routes is logged, counted or remembered.
 */
@ApiTags('bids')
@Controller('bids/:id/consultation')
export class SuppliersController {
  constructor(
    private readonly suppliers: SuppliersService,
    private readonly offers: FinalOffersService,
    private readonly queries: SupplierQueries,
  ) {}

  @Get()
  @Unrecorded()
  @Permit('bid.make')
  @Operation('getOwnConsultation', 'The consultation about an own bid', 'not_found')
  read(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
  ): Promise<OwnConsultationDto> {
    return this.queries.of(principal, id, lang);
  }

  @Post('responses')
  @HttpCode(200)
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'respondAnew',
    'Answer a changed requirement anew',
    'not_found',
    'wrong_state',
    'not_in_consultation',
    'response_not_asked',
    'deadline_passed',
  )
  async respond(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: ResponseDto,
  ): Promise<OwnConsultationDto> {
    await this.suppliers.respond(principal, id, body);
    return this.queries.of(principal, id, lang);
  }

  @Post('actions/withdraw')
  @HttpCode(200)
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'withdrawFromConsultation',
    'Leave the consultation, before the own final offer',
    'not_found',
    'wrong_state',
    'not_in_consultation',
    'final_offer_made',
  )
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawalDto,
  ): Promise<OwnConsultationDto> {
    await this.suppliers.withdraw(principal, id, version, body);
    return this.queries.of(principal, id, lang);
  }

  /** Answered with its receipt; sent again with the same content, with the same receipt. */
  @Post('final-offer')
  @HttpCode(200)
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'submitFinalOffer',
    'Make the one final offer; it stays sealed until the deadline of all',
    'not_found',
    'wrong_state',
    'not_in_consultation',
    'final_offer_made',
    'deadline_passed',
  )
  submit(@CurrentPrincipal() principal: Principal, @Id() id: string, @Body() body: FinalOfferDto): Promise<ReceiptDto> {
    return this.offers.submit(principal, id, body);
  }

  @Get('final-offer/receipt')
  @Unrecorded()
  @Permit('bid.make')
  @Operation('getFinalOfferReceipt', 'The signed receipt of the own final offer', 'not_found')
  receipt(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<ReceiptDto> {
    return this.offers.receipt(principal, id);
  }
}

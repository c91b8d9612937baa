import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { Unrecorded } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { ReceiptDto } from '../../bids/bid.dto.js';
import { FinalOffersService } from './final-offers/final-offers.service.js';
import { respondAnew, submitFinalOffer, withdrawFromConsultation } from './actions/supplier-actions.js';
import { OwnConsultationDto } from './supplier.dto.js';
import { SupplierQueries } from './supplier.queries.js';
import { supplierSubject } from './supplier.subject.js';

/**
 * A consultation from the side of a supplier. Who has made a final offer is a secret until the deadline of all, and a
 * refused withdrawal would tell of one: no request to these routes is logged, counted or remembered.
 */
@ApiTags('bids')
@Controller('bids/:id/consultation')
export class SuppliersController {
  constructor(
    private readonly offers: FinalOffersService,
    private readonly queries: SupplierQueries,
  ) {}

  @Get()
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'getOwnConsultation',
    { en: 'The consultation about an own bid', zh: '查看本机构投标的磋商情况' },
    'not_found',
    'seat_after_issue',
  )
  read(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
  ): Promise<OwnConsultationDto> {
    return this.queries.loadOwnConsultation(principal, id, lang);
  }

  @Get('final-offer/receipt')
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'getFinalOfferReceipt',
    { en: 'The signed receipt of the own final offer', zh: '获取本机构最后报价的签名回执' },
    'not_found',
    'seat_after_issue',
  )
  receipt(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<ReceiptDto> {
    return this.offers.receipt(principal, id);
  }
}

export const SupplierActionsController = createActionController(
  supplierSubject,
  [respondAnew, withdrawFromConsultation],
  {
    tag: 'bids',
    type: OwnConsultationDto,
    by: SupplierQueries,
    translated: true,
    sharesPath: true,
    read: (queries, _, { id }, language, { principal }) => queries.loadOwnConsultation(principal, id, language),
  },
);

/** The same offer has the same receipt. */
export const FinalOfferActionsController = createActionController(supplierSubject, [submitFinalOffer], {
  tag: 'bids',
  type: ReceiptDto,
  by: FinalOffersService,
  sharesPath: true,
  read: (offers, _, { id }, __, { principal }) => offers.receipt(principal, id),
});

import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Language } from '../../kernel/errors/texts.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { KeyRequired } from '../../kernel/http/idempotency/idempotency.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../kernel/http/operation.js';
import { ActionParam } from '../../kernel/openapi/parameter.js';
import { actionName } from '../../people/accounts/action-name.js';
import { PayDto, PaymentActionDto, PaymentDto, PaymentListDto } from './payment.dto.js';
import { PATH_ACTIONS } from './action-names.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsService } from './payments.service.js';

const STANDS = [
  'conducted_elsewhere',
  'acts_with_interest',
  'contract_halted',
  'trigger_unmet',
  'payment_beyond_contract',
] as const;

/** What a contract is paid by: its instalments. */
@ApiTags('payments')
@Controller('contracts/:id/payments')
export class PaymentsController {
  constructor(
    private readonly service: PaymentsService,
    private readonly queries: PaymentsQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listPayments',
    'Instalments of a contract, with what each waits for',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
    'not_found',
  )
  list(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<PaymentListDto> {
    return this.queries.list(principal, contract, query, url, lang);
  }

  @Post(':payment/actions/pay')
  @HttpCode(200)
  @Permit('payment.pay')
  @KeyRequired()
  @Operation(
    'payInstalment',
    'Record that an approved instalment was paid, and to which account',
    ...CHANGE_CODES,
    ...STANDS,
    'idempotency_key_required',
    'key_in_progress',
    'key_reused',
    'own_approval',
    'payee_differs',
  )
  async pay(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() contract: string,
    @Id('payment') id: string,
    @IfMatch() version: number,
    @Body() body: PayDto,
  ): Promise<PaymentDto> {
    await this.service.pay(principal, contract, id, version, body);
    return this.queries.one(principal, contract, id, lang);
  }

  @Post(':payment/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnPayment',
    'Request, approve, send back, fail, reverse or cancel an instalment',
    ...CHANGE_CODES,
    ...STANDS,
    'route_not_found',
    'invoice_missing',
    'own_request',
    'approved_by_you',
    'reason_not_lawful',
    'still_owed',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() contract: string,
    @Id('payment') id: string,
    @ActionParam(PATH_ACTIONS) action: string,
    @IfMatch() version: number,
    @Body() body: PaymentActionDto,
  ): Promise<PaymentDto> {
    await this.service.act(principal, contract, id, version, actionName(action), body);
    return this.queries.one(principal, contract, id, lang);
  }
}

import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { InvoiceActionDto, InvoiceDto, InvoiceListDto, NewInvoiceDto } from './invoice.dto.js';
import { invoiceLifecycle } from './invoice.lifecycle.js';
import { InvoicesQueries } from './invoices.queries.js';
import { InvoicesService } from './invoices.service.js';

/** Invoices of an agency under its contract. */
@ApiTags('payments')
@Controller('contracts/:id/invoices')
export class InvoicesController {
  constructor(
    private readonly service: InvoicesService,
    private readonly queries: InvoicesQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'listInvoices',
    'Invoices under a contract',
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
  ): Promise<InvoiceListDto> {
    return this.queries.list(principal, contract, query, url);
  }

  @Post()
  @Permit('invoice.submit')
  @Operation(
    'submitInvoice',
    'Submit an invoice for an instalment',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'conducted_elsewhere',
    'invoice_used',
    'invoice_stands',
  )
  async submit(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewInvoiceDto,
  ): Promise<InvoiceDto> {
    return this.queries.one(principal, contract, await this.service.submit(principal, contract, body));
  }

  @Post(':invoice/actions/:action')
  @HttpCode(200)
  @Permit('contract.read')
  @Operation(
    'actOnInvoice',
    'Accept, return or void an invoice; submit it again or withdraw it',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'acts_with_interest',
    'invoice_differs',
    'invoice_used',
    'invoice_stands',
    'invoice_in_use',
    'reason_not_lawful',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Id('invoice') id: string,
    @ActionParam(actionsOf(invoiceLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: InvoiceActionDto,
  ): Promise<InvoiceDto> {
    await this.service.act(principal, contract, id, version, actionName(action), body);
    return this.queries.one(principal, contract, id);
  }
}

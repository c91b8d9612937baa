import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { acceptInvoice, returnInvoice, voidInvoice } from './actions/judge-invoice.js';
import { resubmitInvoice } from './actions/resubmit-invoice.js';
import { SubmitInvoice } from './actions/submit-invoice.js';
import { withdrawInvoice } from './actions/withdraw-invoice.js';
import { InvoiceDto, InvoiceListDto, NewInvoiceDto } from './invoice.dto.js';
import { invoiceSubject } from './invoice.subject.js';
import { InvoicesQueries } from './invoices.queries.js';

/** Invoices of an agency under its contract. */
@ApiTags('payments')
@Controller('contracts/:id/invoices')
export class InvoicesController {
  constructor(
    private readonly submitting: SubmitInvoice,
    private readonly queries: InvoicesQueries,
  ) {}

  @Get()
  @Permit('contract.read')
  @Operation('listInvoices', { en: 'Invoices under a contract', zh: '查询合同的发票' })
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<InvoiceListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Post()
  @Permit('invoice.submit')
  @Operation(
    'submitInvoice',
    { en: 'Submit an invoice for an instalment', zh: '就一期付款提交发票' },
    'conducted_elsewhere',
    'invoice_used',
    'invoice_stands',
  )
  async submit(
    @CurrentPrincipal() principal: Principal,
    @Id() contract: string,
    @Body() body: NewInvoiceDto,
  ): Promise<InvoiceDto> {
    return this.queries.one(toScope(principal), contract, await this.submitting.submit(principal, contract, body));
  }
}

export const InvoiceActionsController = createActionController(
  invoiceSubject,
  [acceptInvoice, returnInvoice, resubmitInvoice, voidInvoice, withdrawInvoice],
  {
    tag: 'payments',
    type: InvoiceDto,
    by: InvoicesQueries,
    read: (queries, scope, { id, invoice }) => queries.one(scope, id, invoice),
  },
);
